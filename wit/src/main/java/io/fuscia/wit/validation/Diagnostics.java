package io.fuscia.wit.validation;

import io.fuscia.wit.InvalidComponentException;

/** Where validation is and how much it has done: the place for messages, the bound for its work. */
final class Diagnostics {
    /** Type nodes that may be looked at in one validation; far above any real component. */
    private static final long WORK = 20_000_000;

    /** Entries of types that instantiations and renamings may leave behind. */
    private static final long RETAINED = 2_000_000;

    private static final int RESOURCES = 100_000;
    private static final int MESSAGE = 1_000;

    private int offset;
    private long work;
    private long retained;
    private int resources;

    void at(int offset) {
        this.offset = offset;
    }

    int offset() {
        return offset;
    }

    InvalidComponentException invalid(String message) {
        return new InvalidComponentException(shortened(message), offset);
    }

    /** Names may be long; what is wrong with them stands at the end. */
    private static String shortened(String message) {
        return message.length() <= MESSAGE
                ? message
                : message.substring(0, MESSAGE / 2) + "…" + message.substring(message.length() - MESSAGE / 2);
    }

    /** Refuses what is legal but outside the synchronous feature set. */
    InvalidComponentException unsupported(String feature) {
        return new InvalidComponentException("unsupported feature: " + feature, offset);
    }

    void work(long amount) {
        work += amount;
        if (work > WORK) {
            throw tooComplex();
        }
    }

    /** Accounts for memory that a few bytes of input can claim, and for the work of filling it. */
    void retain(long entries) {
        work(entries);
        retained += entries;
        if (retained > RETAINED) {
            throw tooComplex();
        }
    }

    /** Accounts for a resource type; nested instantiations can double them at every level. */
    void resource() {
        work(1);
        resources++;
        if (resources > RESOURCES) {
            throw tooComplex();
        }
    }

    private InvalidComponentException tooComplex() {
        return new InvalidComponentException("the component is too complex to validate", offset);
    }
}
