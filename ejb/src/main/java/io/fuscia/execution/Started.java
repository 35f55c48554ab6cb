package io.fuscia.execution;

import java.util.Objects;

/**
 * The answer to a start: the execution is stored.
 *
 * @param replayed whether an earlier request with the same idempotency key had started it
 */
public record Started(Execution execution, boolean replayed) {
    public Started {
        Objects.requireNonNull(execution, "execution");
    }
}
