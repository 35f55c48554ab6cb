package io.fuscia.workflow;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A stored workflow without its content.
 *
 * @param currentNumber the version that runs when none is asked for
 * @param updatedAt when a version became the current one
 */
public record WorkflowSummary(
        WorkflowId id,
        String name,
        Optional<String> description,
        int currentNumber,
        Instant createdAt,
        Instant updatedAt) {
    public WorkflowSummary {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
    }
}
