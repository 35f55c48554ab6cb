package io.fuscia.execution;

import io.fuscia.host.LogLine;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One try at a task.
 *
 * @param number from 1
 * @param endedAt empty while it runs
 * @param error why it did not succeed; empty while it runs and if it succeeded
 * @param child the execution that it started, if the node calls another workflow
 * @param log what the guest logged, oldest first, bounded
 */
public record Attempt(
        int number,
        TaskStatus status,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<TaskError> error,
        Optional<ExecutionId> child,
        List<LogLine> log) {
    public Attempt {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(endedAt, "endedAt");
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(child, "child");
        log = List.copyOf(log);
    }

    Attempt started(ExecutionId execution) {
        return new Attempt(number, status, startedAt, endedAt, error, Optional.of(execution), log);
    }
}
