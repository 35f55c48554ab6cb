package io.fuscia.wit.wasi.io;

/** Something that a guest can wait for. Asked under the lock of the instance's {@link Events}. */
@FunctionalInterface
public interface Pollable {
    /** Is ready at once. */
    Pollable READY = () -> true;

    /** Returns whether what is waited for has happened. */
    boolean ready();

    /** Returns after how many nanoseconds to look again without being told; {@link Long#MAX_VALUE} for never. */
    default long nanosToReady() {
        return Long.MAX_VALUE;
    }
}
