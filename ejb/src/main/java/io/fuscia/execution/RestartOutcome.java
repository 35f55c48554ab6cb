package io.fuscia.execution;

import io.fuscia.failure.FusciaException;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of one execution that was to be restarted with others.
 *
 * @param started empty if it was refused, or if nothing was to be started yet
 * @param refused why it was not restarted
 */
public record RestartOutcome(ExecutionId origin, Optional<Execution> started, Optional<FusciaException> refused) {
    public RestartOutcome {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(started, "started");
        Objects.requireNonNull(refused, "refused");
    }
}
