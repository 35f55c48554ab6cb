package io.fuscia.wit.validation;

import io.fuscia.wit.InvalidComponentException;

/** Where validation is and how much it has done: the place for messages, the bound for its work. */
final class Diagnostics {
    /** Type nodes that may be looked at in one validation; far above any real component. */
    private static final long WORK = 50_000_000;

    private int offset;
    private long work;

    void at(int offset) {
        this.offset = offset;
    }

    int offset() {
        return offset;
    }

    InvalidComponentException invalid(String message) {
        return new InvalidComponentException(message, offset);
    }

    /** Refuses what is legal but outside the synchronous feature set. */
    InvalidComponentException unsupported(String feature) {
        return new InvalidComponentException("unsupported feature: " + feature, offset);
    }

    void work(long amount) {
        work += amount;
        if (work > WORK) {
            throw new InvalidComponentException("the component is too complex to validate", offset);
        }
    }
}
