package io.fuscia.wit.runtime;

import java.time.Duration;

/**
 * The moment at which a call must have ended, on the clock of {@link System#nanoTime()}. Immutable.
 *
 * @param bounded whether there is one
 * @param nanoTime the moment; meaningless if unbounded
 */
public record Deadline(boolean bounded, long nanoTime) {
    /** No deadline of the call's own; the instance's wall-time limit still holds. */
    public static final Deadline NONE = new Deadline(false, 0);

    /** Returns the deadline that passes this long from now. */
    public static Deadline after(Duration duration) {
        return new Deadline(true, System.nanoTime() + duration.toNanos());
    }

    /** Returns the deadline that passes this many milliseconds from now. */
    public static Deadline afterMillis(long millis) {
        return new Deadline(true, System.nanoTime() + millis * 1_000_000L);
    }

    /** Returns the nanoseconds left, {@link Long#MAX_VALUE} if unbounded, 0 if it has passed. */
    public long remainingNanos() {
        return bounded ? Math.max(0, nanoTime - System.nanoTime()) : Long.MAX_VALUE;
    }
}
