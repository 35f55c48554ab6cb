package io.fuscia.wit.machine;

/** A function of a core instance; values are raw bits, an i32 or f32 in the low half. */
@FunctionalInterface
public interface CoreFunction {
    /**
     * Calls the function.
     *
     * @param args one entry per parameter
     * @return one entry per result; null if there is none
     */
    long[] call(long... args);
}
