package io.fuscia.wit.abi;

/** A value of a {@code result} type. */
public sealed interface ResultValue {
    /**
     * The success case.
     *
     * @param payload null if the type has no success payload
     */
    record Ok(Object payload) implements ResultValue {}

    /**
     * The error case.
     *
     * @param payload null if the type has no error payload
     */
    record Err(Object payload) implements ResultValue {}

    /** Returns the success case with this payload. */
    static ResultValue ok(Object payload) {
        return new Ok(payload);
    }

    /** Returns the error case with this payload. */
    static ResultValue err(Object payload) {
        return new Err(payload);
    }

    /** Returns the payload of either case, or null. */
    Object payload();
}
