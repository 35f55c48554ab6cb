package io.fuscia.wit.abi;

/** Says what is wrong with a Java value that does not fit its component type. */
final class Values {
    private Values() {}

    static <T> T cast(Class<T> type, Object value, Object expected) {
        if (!type.isInstance(value)) {
            throw mismatch(expected, value);
        }
        return type.cast(value);
    }

    static IllegalArgumentException mismatch(Object expected, Object value) {
        return new IllegalArgumentException("expected a value of type " + expected + ", got " + describe(value));
    }

    static String describe(Object value) {
        return value == null ? "null" : "a " + value.getClass().getName();
    }
}
