package io.fuscia.wit.types;

/**
 * A core value type.
 *
 * @param code the binary code: 0x7f i32, 0x7e i64, 0x7d f32, 0x7c f64, 0x7b v128, 0x64 ref, 0x63 ref null
 * @param heapType for references: the abstract heap type's negative code, or {@link #CONCRETE}
 */
public record CoreValueType(int code, int heapType) {
    public static final CoreValueType I32 = new CoreValueType(0x7f, 0);
    public static final CoreValueType I64 = new CoreValueType(0x7e, 0);
    public static final CoreValueType F32 = new CoreValueType(0x7d, 0);
    public static final CoreValueType F64 = new CoreValueType(0x7c, 0);
    public static final CoreValueType V128 = new CoreValueType(0x7b, 0);
    public static final CoreValueType FUNCREF = new CoreValueType(0x63, -0x10);
    public static final CoreValueType EXTERNREF = new CoreValueType(0x63, -0x11);

    /** Stands for every concrete (indexed) heap type. */
    public static final int CONCRETE = 0;

    @Override
    public String toString() {
        return switch (code) {
            case 0x7f -> "i32";
            case 0x7e -> "i64";
            case 0x7d -> "f32";
            case 0x7c -> "f64";
            case 0x7b -> "v128";
            default -> equals(FUNCREF) ? "funcref" : equals(EXTERNREF) ? "externref" : "ref(" + heapType + ")";
        };
    }
}
