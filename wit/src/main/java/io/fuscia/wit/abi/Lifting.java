package io.fuscia.wit.abi;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What generated bindings make typed values with out of lifted ones. */
public final class Lifting {
    private Lifting() {}

    /** Returns a field of a lifted record or tuple. */
    public static Object field(Object value, int index) {
        return ((Object[]) value)[index];
    }

    /** Returns a list with each element made by {@code element}. */
    public static <T> List<T> list(Object value, Function<Object, T> element) {
        List<?> from = (List<?>) value;
        List<T> list = new ArrayList<>(from.size());
        for (Object each : from) {
            list.add(element.apply(each));
        }
        return list;
    }

    /** Returns an option with its value made by {@code some}. */
    public static <T> Optional<T> option(Object value, Function<Object, T> some) {
        Optional<?> from = (Optional<?>) value;
        return from.isPresent() ? Optional.of(some.apply(from.get())) : Optional.empty();
    }

    /** Returns a result with its payload made by one of the functions. */
    public static <T, E> Result<T, E> result(Object value, Function<Object, T> ok, Function<Object, E> err) {
        ResultValue from = (ResultValue) value;
        if (from.payload() == null) {
            return from instanceof ResultValue.Ok ? Result.ok() : Result.err();
        }
        return from instanceof ResultValue.Ok
                ? Result.ok(ok.apply(from.payload()))
                : Result.err(err.apply(from.payload()));
    }

    /** Returns a map with keys and values made by the functions. */
    public static <K, V> Map<K, V> map(Object value, Function<Object, K> key, Function<Object, V> each) {
        Map<K, V> map = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((from, to) -> map.put(key.apply(from), each.apply(to)));
        return map;
    }

    /** Returns the constants whose flags are set; theirs is the order of the labels. */
    public static <E extends Enum<E>> Set<E> flags(Object value, E[] constants, Class<E> type) {
        long bits = ((Number) value).longValue();
        EnumSet<E> set = EnumSet.noneOf(type);
        for (int i = 0; i < constants.length; i++) {
            if ((bits >>> i & 1) != 0) {
                set.add(constants[i]);
            }
        }
        return set;
    }

    /** A case that the plan has already refused. */
    public static IllegalArgumentException noCase(Object value) {
        return new IllegalArgumentException("no such case: " + value);
    }
}
