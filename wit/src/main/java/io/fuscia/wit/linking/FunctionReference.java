package io.fuscia.wit.linking;

/** Where a component function comes from. */
public sealed interface FunctionReference {
    /** The nth lifted function. */
    record Lifted(int lifting) implements FunctionReference {}

    /** The nth function that the host gives. */
    record Hosted(int function) implements FunctionReference {}
}
