package io.fuscia.wit.abi;

import java.util.Set;

/**
 * Flags as a bit set: an {@link Integer} up to 32 labels, a {@link Long} beyond. Undefined bits are dropped. A set of enum
 * constants in the order of the labels is lowered too.
 */
final class FlagsPlan extends ValuePlan {
    private final int labels;
    private final long mask;

    FlagsPlan(int labels) {
        super(bytes(labels), Math.min(4, bytes(labels)), (labels + 31) / 32, OBJECT + 8);
        if (labels > 64) {
            throw new IllegalArgumentException("flags of more than 64 labels");
        }
        this.labels = labels;
        this.mask = labels == 64 ? -1 : (1L << labels) - 1;
    }

    private static int bytes(int labels) {
        return labels <= 8 ? 1 : labels <= 16 ? 2 : 4 * ((labels + 31) / 32);
    }

    @Override
    Object load(TransferContext context, int address) {
        return toJava(
                switch (size()) {
                    case 1 -> context.memory().read(address);
                    case 2 -> context.memory().readShort(address);
                    case 4 -> context.memory().readInt(address);
                    default -> context.memory().readLong(address);
                });
    }

    @Override
    void store(TransferContext context, Object value, int address) {
        long bits = toBits(value);
        switch (size()) {
            case 1 -> context.memory().writeByte(address, (byte) bits);
            case 2 -> context.memory().writeShort(address, (short) bits);
            case 4 -> context.memory().writeI32(address, (int) bits);
            default -> context.memory().writeLong(address, bits);
        }
    }

    @Override
    Object lift(TransferContext context, long[] flat, int at) {
        return toJava(flatCount() == 1 ? flat[at] : (flat[at] & 0xffffffffL) | (flat[at + 1] << 32));
    }

    @Override
    void lower(TransferContext context, Object value, long[] flat, int at) {
        long bits = toBits(value);
        flat[at] = bits & 0xffffffffL;
        if (flatCount() == 2) {
            flat[at + 1] = bits >>> 32;
        }
    }

    private Object toJava(long bits) {
        long defined = bits & mask;
        return labels <= 32 ? (Object) (int) defined : (Object) defined;
    }

    private long toBits(Object value) {
        if (value instanceof Integer bits) {
            return bits & mask & 0xffffffffL;
        }
        if (value instanceof Set<?> set) {
            return toBits(set) & mask;
        }
        return Values.cast(Long.class, value, "flags") & mask;
    }

    @SuppressWarnings("EnumOrdinal") // Bindings declare the constants in the order of the labels.
    private static long toBits(Set<?> set) {
        long bits = 0;
        for (Object each : set) {
            bits |= 1L << Values.cast(Enum.class, each, "flags").ordinal();
        }
        return bits;
    }
}
