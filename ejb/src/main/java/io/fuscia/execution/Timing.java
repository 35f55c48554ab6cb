package io.fuscia.execution;

import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Everything the machinery knows of time and chance; tests bring their own.
 *
 * @param clock wall time, for all that is stored and for everything that is due
 * @param elapsed milliseconds from any start, never going back; only for how often to look
 * @param retryWait how a thread waits for a retry that is due soon
 * @param jitter numbers in [0, 1) for the random part of retry delays
 */
record Timing(InstantSource clock, LongSupplier elapsed, RetryWait retryWait, DoubleSupplier jitter) {
    /** The real ones, with this clock. */
    static Timing system(InstantSource clock) {
        return new Timing(clock, () -> System.nanoTime() / 1_000_000, RetryWait.REAL, () -> ThreadLocalRandom.current()
                .nextDouble());
    }
}
