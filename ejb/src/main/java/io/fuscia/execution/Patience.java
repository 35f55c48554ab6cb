package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Does a piece of storing again and again while the database does not answer: what a guest did should not be lost. */
final class Patience {
    private static final long FIRST_WAIT_NANOS = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(2).toNanos();

    private final Duration limit;

    /** @param limit after this long the failure is final */
    Patience(Duration limit) {
        this.limit = limit;
    }

    void insist(Runnable storing) {
        long end = System.nanoTime() + limit.toNanos();
        long wait = FIRST_WAIT_NANOS;
        while (true) {
            try {
                storing.run();
                return;
            } catch (FusciaException e) {
                // Who is interrupted would not wait, but ask without a break.
                if (e.code() != ErrorCode.STORAGE_UNAVAILABLE
                        || System.nanoTime() - end >= 0
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
            LockSupport.parkNanos(wait);
            wait = Math.min(2 * wait, LONGEST_WAIT_NANOS);
        }
    }
}
