package io.fuscia.wit.runtime;

import java.util.Objects;

/**
 * What bounds one call, besides its instance's limits.
 *
 * @param deadline when it must have ended
 * @param token cancels it from another thread; null for none
 */
public record CallOptions(Deadline deadline, CancellationToken token) {
    /** Nothing besides the instance's limits. */
    public static final CallOptions DEFAULT = new CallOptions(Deadline.NONE, null);

    /** Checks that there is a deadline object. */
    public CallOptions {
        Objects.requireNonNull(deadline, "deadline");
    }

    /** Returns options with only a deadline. */
    public static CallOptions until(Deadline deadline) {
        return new CallOptions(deadline, null);
    }

    /** Returns options that can be cancelled. */
    public static CallOptions cancelledBy(CancellationToken token) {
        return new CallOptions(Deadline.NONE, Objects.requireNonNull(token, "token"));
    }
}
