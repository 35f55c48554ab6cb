package io.fuscia.execution;

import io.fuscia.task.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits on the caller's thread for a retry that is due soon. */
interface RetryWait {
    /** In real time. */
    RetryWait REAL = (cancellation, milliseconds) -> {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Cancellation.Registration registration = cancellation.onCancel(cancelled::countDown)) {
            // Which of the two ended it, the caller sees by itself.
            if (cancelled.await(milliseconds, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    };

    /**
     * Returns after so long, or when cancelled.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    void await(Cancellation cancellation, long milliseconds) throws InterruptedException;
}
