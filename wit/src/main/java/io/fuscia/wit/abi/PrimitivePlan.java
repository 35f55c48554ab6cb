package io.fuscia.wit.abi;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.types.PrimitiveType;

/** Numbers, bool and char. */
final class PrimitivePlan extends ValuePlan {
    private static final int CANONICAL_NAN_32 = 0x7fc00000;
    private static final long CANONICAL_NAN_64 = 0x7ff8000000000000L;

    private final PrimitiveType type;

    PrimitivePlan(PrimitiveType type) {
        super(bytes(type), bytes(type), 1, boxed(type));
        this.type = type;
    }

    private static int boxed(PrimitiveType type) {
        return switch (type) {
            case BOOL, S8 -> 0;
            case S64, U64, U32, F64 -> OBJECT + 8;
            default -> OBJECT;
        };
    }

    private static int bytes(PrimitiveType type) {
        return switch (type) {
            case BOOL, S8, U8 -> 1;
            case S16, U16 -> 2;
            case S32, U32, F32, CHAR -> 4;
            case S64, U64, F64 -> 8;
            case STRING, ERROR_CONTEXT -> throw new IllegalArgumentException(type.toString());
        };
    }

    PrimitiveType type() {
        return type;
    }

    @Override
    Object load(TransferContext context, int address) {
        return switch (size()) {
            case 1 -> toJava(context.memory().read(address));
            case 2 -> toJava(context.memory().readShort(address));
            case 4 -> toJava(context.memory().readInt(address));
            default -> toJava(context.memory().readLong(address));
        };
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
        return toJava(flat[at]);
    }

    @Override
    void lower(TransferContext context, Object value, long[] flat, int at) {
        flat[at] = toBits(value);
    }

    /** Only the low bits of the type's width count (CanonicalABI.md#flat-lifting). */
    private Object toJava(long bits) {
        return switch (type) {
            case BOOL -> (int) bits != 0;
            case S8 -> (byte) bits;
            case U8 -> (short) (bits & 0xff);
            case S16 -> (short) bits;
            case U16 -> (int) (bits & 0xffff);
            case S32 -> (int) bits;
            case U32 -> bits & 0xffffffffL;
            case S64, U64 -> bits;
            case F32 -> canonical(Float.intBitsToFloat((int) bits));
            case F64 -> canonical(Double.longBitsToDouble(bits));
            case CHAR -> toChar((int) bits);
            case STRING, ERROR_CONTEXT -> throw new IllegalStateException();
        };
    }

    private static Float canonical(float value) {
        return Float.isNaN(value) ? Float.intBitsToFloat(CANONICAL_NAN_32) : value;
    }

    private static Double canonical(double value) {
        return Double.isNaN(value) ? Double.longBitsToDouble(CANONICAL_NAN_64) : value;
    }

    private static Integer toChar(int codePoint) {
        if (codePoint < 0 || codePoint > Character.MAX_CODE_POINT || isSurrogate(codePoint)) {
            throw new Trap(TrapCode.INVALID_CHAR, "invalid `char` bit pattern: " + Integer.toHexString(codePoint));
        }
        return codePoint;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private long toBits(Object value) {
        return switch (type) {
            case BOOL -> Values.cast(Boolean.class, value, type) ? 1 : 0;
            case S8 -> range(value, Byte.MIN_VALUE, Byte.MAX_VALUE) & 0xffffffffL;
            case U8 -> range(value, 0, 0xff);
            case S16 -> range(value, Short.MIN_VALUE, Short.MAX_VALUE) & 0xffffffffL;
            case U16 -> range(value, 0, 0xffff);
            case S32 -> range(value, Integer.MIN_VALUE, Integer.MAX_VALUE) & 0xffffffffL;
            case U32 -> range(value, 0, 0xffffffffL);
            case S64, U64 -> integer(value);
            case F32 -> Float.floatToIntBits(Values.cast(Float.class, value, type)) & 0xffffffffL;
            case F64 -> Double.doubleToLongBits(Values.cast(Double.class, value, type));
            case CHAR -> fromChar(value);
            case STRING, ERROR_CONTEXT -> throw new IllegalStateException();
        };
    }

    private long integer(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        throw Values.mismatch(type, value);
    }

    private long range(Object value, long least, long greatest) {
        long number = integer(value);
        if (number < least || number > greatest) {
            throw new IllegalArgumentException(number + " is no " + type);
        }
        return number;
    }

    private long fromChar(Object value) {
        int codePoint = value instanceof Character character ? character : Values.cast(Integer.class, value, type);
        if (!Character.isValidCodePoint(codePoint) || isSurrogate(codePoint)) {
            throw new IllegalArgumentException(codePoint + " is no Unicode scalar value");
        }
        return codePoint;
    }
}
