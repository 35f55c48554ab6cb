package io.fuscia.wit.abi;

import java.util.Set;

/**
 * Flags as a bit set in an {@link Integer}; there are at most 32 labels. Undefined bits are dropped. A {@link Long} and a
 * set of enum constants in the order of the labels are lowered too.
 */
final class FlagsPlan extends ValuePlan {
    private static final int MOST_LABELS = 32;

    private final int mask;

    FlagsPlan(int labels) {
        super(bytes(labels), bytes(labels), 1, OBJECT);
        if (labels > MOST_LABELS) {
            throw new IllegalArgumentException("flags of more than 32 labels");
        }
        this.mask = labels == MOST_LABELS ? -1 : (1 << labels) - 1;
    }

    private static int bytes(int labels) {
        return labels <= 8 ? 1 : labels <= 16 ? 2 : 4;
    }

    @Override
    Object load(TransferContext context, int address) {
        int bits =
                switch (size()) {
                    case 1 -> context.memory().read(address);
                    case 2 -> context.memory().readShort(address);
                    default -> context.memory().readInt(address);
                };
        return bits & mask;
    }

    @Override
    void store(TransferContext context, Object value, int address) {
        int bits = toBits(value);
        switch (size()) {
            case 1 -> context.memory().writeByte(address, (byte) bits);
            case 2 -> context.memory().writeShort(address, (short) bits);
            default -> context.memory().writeI32(address, bits);
        }
    }

    @Override
    Object lift(TransferContext context, long[] flat, int at) {
        return (int) flat[at] & mask;
    }

    @Override
    void lower(TransferContext context, Object value, long[] flat, int at) {
        flat[at] = toBits(value) & 0xffffffffL;
    }

    private int toBits(Object value) {
        if (value instanceof Integer bits) {
            return bits & mask;
        }
        if (value instanceof Set<?> set) {
            return toBits(set) & mask;
        }
        return Values.cast(Long.class, value, "flags").intValue() & mask;
    }

    @SuppressWarnings("EnumOrdinal") // Bindings declare the constants in the order of the labels.
    private static int toBits(Set<?> set) {
        int bits = 0;
        for (Object each : set) {
            bits |= 1 << Values.cast(Enum.class, each, "flags").ordinal();
        }
        return bits;
    }
}
