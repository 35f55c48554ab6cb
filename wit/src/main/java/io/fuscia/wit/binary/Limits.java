package io.fuscia.wit.binary;

/** Bounds on what one component may declare; generous beside real components, small beside the heap. */
final class Limits {
    /** Components within components, and component or instance types within each other. */
    static final int NESTING = 100;

    /** Definitions and declarations in one file, nested components included. */
    static final int DEFINITIONS = 1_000_000;

    /** Bytes of one name. */
    static final int NAME = 100_000;

    /** Fields, cases, labels, tuple elements, arguments, inline exports of one item. */
    static final int PARTS = 100_000;

    /** Parameters or results of one function. */
    static final int PARAMETERS = 1_000;

    /** Canonical options of one definition. */
    static final int OPTIONS = 10;

    private Limits() {}
}
