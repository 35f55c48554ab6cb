package io.fuscia.wit.abi;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.util.Optional;

/** Variants and what specialises them: enum, option and result. */
final class VariantPlan extends ValuePlan {
    /** Which Java values stand for the cases. */
    enum Shape {
        VARIANT,
        ENUM,
        OPTION,
        RESULT
    }

    private final Shape shape;
    private final ValuePlan[] payloads;
    private final int discriminantSize;
    private final int payloadOffset;

    /**
     * @param payloads one per case, null for a case without payload
     */
    VariantPlan(Shape shape, ValuePlan[] payloads) {
        super(size(payloads), alignment(payloads), 1 + flatCount(payloads), heapBytes(payloads));
        this.shape = shape;
        this.payloads = payloads.clone();
        this.discriminantSize = discriminantSize(payloads.length);
        this.payloadOffset = (int) align(discriminantSize, payloadAlignment(payloads));
    }

    private static int discriminantSize(int cases) {
        return cases <= 0x100 ? 1 : cases <= 0x10000 ? 2 : 4;
    }

    private static int payloadAlignment(ValuePlan[] payloads) {
        int alignment = 1;
        for (ValuePlan payload : payloads) {
            if (payload != null) {
                alignment = Math.max(alignment, payload.alignment());
            }
        }
        return alignment;
    }

    private static int alignment(ValuePlan[] payloads) {
        return Math.max(discriminantSize(payloads.length), payloadAlignment(payloads));
    }

    private static long size(ValuePlan[] payloads) {
        long largest = 0;
        for (ValuePlan payload : payloads) {
            if (payload != null) {
                largest = Math.max(largest, payload.size());
            }
        }
        long offset = align(discriminantSize(payloads.length), payloadAlignment(payloads));
        return align(offset + largest, alignment(payloads));
    }

    private static long heapBytes(ValuePlan[] payloads) {
        long most = 0;
        for (ValuePlan payload : payloads) {
            if (payload != null) {
                most = Math.max(most, payload.heapBytes());
            }
        }
        return OBJECT + 8 + most;
    }

    private static long flatCount(ValuePlan[] payloads) {
        int most = 0;
        for (ValuePlan payload : payloads) {
            if (payload != null) {
                most = Math.max(most, payload.flatCount());
            }
        }
        return most;
    }

    @Override
    Object load(TransferContext context, int address) {
        int discriminant =
                switch (discriminantSize) {
                    case 1 -> context.memory().read(address) & 0xff;
                    case 2 -> context.memory().readShort(address) & 0xffff;
                    default -> context.memory().readInt(address);
                };
        ValuePlan payload = payload(discriminant);
        return toJava(discriminant, payload == null ? null : payload.load(context, address + payloadOffset));
    }

    @Override
    void store(TransferContext context, Object value, int address) {
        int discriminant = discriminant(value);
        switch (discriminantSize) {
            case 1 -> context.memory().writeByte(address, (byte) discriminant);
            case 2 -> context.memory().writeShort(address, (short) discriminant);
            default -> context.memory().writeI32(address, discriminant);
        }
        ValuePlan payload = payloads[discriminant];
        if (payload != null) {
            payload.store(context, payloadOf(value), address + payloadOffset);
        }
    }

    @Override
    Object lift(TransferContext context, long[] flat, int at) {
        int discriminant = (int) flat[at];
        ValuePlan payload = payload(discriminant);
        return toJava(discriminant, payload == null ? null : payload.lift(context, flat, at + 1));
    }

    @Override
    void lower(TransferContext context, Object value, long[] flat, int at) {
        int discriminant = discriminant(value);
        flat[at] = discriminant;
        ValuePlan payload = payloads[discriminant];
        if (payload != null) {
            payload.lower(context, payloadOf(value), flat, at + 1);
        }
    }

    private ValuePlan payload(int discriminant) {
        if (discriminant < 0 || discriminant >= payloads.length) {
            throw new Trap(
                    TrapCode.INVALID_DISCRIMINANT,
                    "invalid variant discriminant " + Integer.toUnsignedString(discriminant));
        }
        return payloads[discriminant];
    }

    private Object toJava(int discriminant, Object payload) {
        return switch (shape) {
            case VARIANT -> new VariantValue(discriminant, payload);
            case ENUM -> discriminant;
            case OPTION -> discriminant == 0 ? Optional.empty() : Optional.of(payload);
            case RESULT -> discriminant == 0 ? new ResultValue.Ok(payload) : new ResultValue.Err(payload);
        };
    }

    private int discriminant(Object value) {
        int discriminant =
                switch (shape) {
                    case VARIANT ->
                        Values.cast(CaseValue.class, value, "variant").discriminant();
                    case ENUM -> constant(value);
                    case OPTION -> Values.cast(Optional.class, value, "option").isPresent() ? 1 : 0;
                    case RESULT -> isOk(value) ? 0 : 1;
                };
        if (discriminant < 0 || discriminant >= payloads.length) {
            throw new IllegalArgumentException("there is no case " + discriminant + " of " + payloads.length);
        }
        return discriminant;
    }

    private Object payloadOf(Object value) {
        return switch (shape) {
            case VARIANT -> ((CaseValue) value).payload();
            case OPTION -> ((Optional<?>) value).orElseThrow();
            case RESULT -> value instanceof Result<?, ?> result ? result.payload() : ((ResultValue) value).payload();
            case ENUM -> null;
        };
    }

    @SuppressWarnings("EnumOrdinal") // Bindings declare the constants in the order of the cases.
    private static int constant(Object value) {
        return value instanceof Enum<?> constant ? constant.ordinal() : Values.cast(Integer.class, value, "enum");
    }

    private static boolean isOk(Object value) {
        return value instanceof Result<?, ?> result
                ? result.isOk()
                : Values.cast(ResultValue.class, value, "result") instanceof ResultValue.Ok;
    }
}
