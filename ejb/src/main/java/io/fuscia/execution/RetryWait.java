package io.fuscia.execution;

import io.fuscia.task.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for a retry on the caller's thread, unless the execution is stopped meanwhile. */
final class RetryWait {
    private RetryWait() {}

    /** Waits; false if it was cut short: by the cancellation, or because the thread was interrupted. */
    static boolean await(Cancellation cancellation, long milliseconds) {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Cancellation.Registration registration = cancellation.onCancel(cancelled::countDown)) {
            return !cancelled.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Not interrupted again: Derby closes the connection of a thread that is.
            cancellation.cancel(Cancellation.Reason.SERVER_LEAVES);
            return false;
        }
    }
}
