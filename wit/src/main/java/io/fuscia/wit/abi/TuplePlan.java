package io.fuscia.wit.abi;

import java.util.List;

/** Records and tuples, and the parameters of a function when they go through memory. */
final class TuplePlan extends ValuePlan {
    private final ValuePlan[] fields;
    private final int[] offsets;
    private final String description;

    TuplePlan(List<ValuePlan> fields, String description) {
        super(size(fields), alignment(fields), flatCount(fields), heapBytes(fields));
        this.fields = fields.toArray(ValuePlan[]::new);
        this.description = description;
        this.offsets = new int[this.fields.length];
        long offset = 0;
        for (int i = 0; i < offsets.length; i++) {
            offset = align(offset, this.fields[i].alignment());
            offsets[i] = (int) Math.min(offset, Integer.MAX_VALUE);
            offset += this.fields[i].size();
        }
    }

    private static int alignment(List<ValuePlan> fields) {
        return fields.stream().mapToInt(ValuePlan::alignment).max().orElse(1);
    }

    private static long size(List<ValuePlan> fields) {
        long offset = 0;
        for (ValuePlan field : fields) {
            offset = align(offset, field.alignment()) + field.size();
        }
        return align(offset, alignment(fields));
    }

    private static long heapBytes(List<ValuePlan> fields) {
        return OBJECT
                + fields.stream()
                        .mapToLong(field -> REFERENCE + field.heapBytes())
                        .sum();
    }

    private static long flatCount(List<ValuePlan> fields) {
        return fields.stream().mapToLong(ValuePlan::flatCount).sum();
    }

    @Override
    Object load(TransferContext context, int address) {
        Object[] values = new Object[fields.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields[i].load(context, address + offsets[i]);
        }
        return values;
    }

    @Override
    void store(TransferContext context, Object value, int address) {
        if (value instanceof RecordValue record) {
            checkCount(record.fieldCount());
            for (int i = 0; i < fields.length; i++) {
                fields[i].store(context, record.field(i), address + offsets[i]);
            }
            return;
        }
        Object[] values = values(value);
        for (int i = 0; i < values.length; i++) {
            fields[i].store(context, values[i], address + offsets[i]);
        }
    }

    @Override
    Object lift(TransferContext context, long[] flat, int at) {
        Object[] values = new Object[fields.length];
        int next = at;
        for (int i = 0; i < values.length; i++) {
            values[i] = fields[i].lift(context, flat, next);
            next += fields[i].flatCount();
        }
        return values;
    }

    @Override
    void lower(TransferContext context, Object value, long[] flat, int at) {
        int next = at;
        if (value instanceof RecordValue record) {
            checkCount(record.fieldCount());
            for (int i = 0; i < fields.length; i++) {
                fields[i].lower(context, record.field(i), flat, next);
                next += fields[i].flatCount();
            }
            return;
        }
        Object[] values = values(value);
        for (int i = 0; i < values.length; i++) {
            fields[i].lower(context, values[i], flat, next);
            next += fields[i].flatCount();
        }
    }

    private Object[] values(Object value) {
        Object[] values =
                value instanceof List<?> list ? list.toArray() : Values.cast(Object[].class, value, description);
        checkCount(values.length);
        return values;
    }

    private void checkCount(int count) {
        if (count != fields.length) {
            throw new IllegalArgumentException(
                    "expected " + fields.length + " values for " + description + ", got " + count);
        }
    }
}
