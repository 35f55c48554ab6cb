package io.fuscia.wit.types;

/** Value types without parts. */
public enum PrimitiveType implements ValueType {
    BOOL("bool"),
    S8("s8"),
    U8("u8"),
    S16("s16"),
    U16("u16"),
    S32("s32"),
    U32("u32"),
    S64("s64"),
    U64("u64"),
    F32("f32"),
    F64("f64"),
    CHAR("char"),
    STRING("string"),
    /** Outside the synchronous feature set; validation refuses it. */
    ERROR_CONTEXT("error-context");

    private final String label;

    PrimitiveType(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }

    @Override
    public TypeFacts facts() {
        return this == STRING ? TypeFacts.POINTER : TypeFacts.PRIMITIVE;
    }
}
