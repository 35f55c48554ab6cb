package io.fuscia.wit.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps, which lie in memory as lists of pairs. Between components all pairs go through as they are; the host gets a map,
 * in which a key that comes twice has its last value.
 */
final class MapPlan extends ValuePlan {
    private static final int MAP_ENTRY = 64;

    private final ListPlan pairs;

    MapPlan(ValuePlan key, ValuePlan value) {
        super(8, 4, 2, ListPlan.HEAP_BYTES);
        this.pairs = new ListPlan(new TuplePlan(List.of(key, value), "map entry"), MAP_ENTRY);
    }

    @Override
    Object load(TransferContext context, int address) {
        return toJava(context, pairs.load(context, address));
    }

    @Override
    void store(TransferContext context, Object value, int address) {
        pairs.store(context, toPairs(value), address);
    }

    @Override
    Object lift(TransferContext context, long[] flat, int at) {
        return toJava(context, pairs.lift(context, flat, at));
    }

    @Override
    void lower(TransferContext context, Object value, long[] flat, int at) {
        pairs.lower(context, toPairs(value), flat, at);
    }

    private static Object toJava(TransferContext context, Object lifted) {
        if (!context.toHost()) {
            return lifted;
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Object pair : (List<?>) lifted) {
            Object[] entry = (Object[]) pair;
            map.put(entry[0], entry[1]);
        }
        return map;
    }

    private static Object toPairs(Object value) {
        if (value instanceof List<?>) {
            return value;
        }
        Map<?, ?> map = Values.cast(Map.class, value, "map");
        List<Object> list = new ArrayList<>(map.size());
        map.forEach((key, each) -> list.add(new Object[] {key, each}));
        return list;
    }
}
