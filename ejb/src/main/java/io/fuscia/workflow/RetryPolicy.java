package io.fuscia.workflow;

import java.util.Objects;

/**
 * When a failed node is run again.
 *
 * @param maxRetryAttempts attempts after the first; 0 for none
 * @param backoff how the delay grows
 * @param initialDelayMs delay before the first retry, in milliseconds
 * @param maxDelayMs the delay never exceeds this many milliseconds
 * @param jitter share of the delay that is random, 0 (none) to 1 (anything from no delay to the whole)
 */
public record RetryPolicy(int maxRetryAttempts, Backoff backoff, long initialDelayMs, long maxDelayMs, double jitter) {
    /** No retries; if a node asks for some without saying how: exponential from 1 s up to 60 s. */
    public static final RetryPolicy NONE = new RetryPolicy(0, Backoff.EXPONENTIAL, 1_000, 60_000, 0);

    public RetryPolicy {
        Objects.requireNonNull(backoff, "backoff");
    }

    /**
     * The delay after a failed attempt.
     *
     * @param failedAttempt the number of the attempt that failed, from 1
     * @param random a random number in [0, 1)
     * @return milliseconds, never negative
     */
    public long delayAfter(int failedAttempt, double random) {
        double raw =
                switch (backoff) {
                    case CONSTANT -> initialDelayMs;
                    case LINEAR -> (double) initialDelayMs * failedAttempt;
                    case EXPONENTIAL -> initialDelayMs * Math.pow(2, failedAttempt - 1.0);
                };
        double capped = Math.min(raw, (double) maxDelayMs);
        return Math.max(0, Math.round(capped * (1 - jitter * random)));
    }
}
