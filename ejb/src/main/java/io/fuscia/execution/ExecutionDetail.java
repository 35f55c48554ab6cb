package io.fuscia.execution;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Objects;

/**
 * An execution with all that is known of it.
 *
 * @param payload what it was started with
 * @param tasks every node of the outermost graph in file order, also those still pending; then the iterations of loops
 */
public record ExecutionDetail(Execution execution, JsonValue payload, List<Task> tasks) {
    public ExecutionDetail {
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(payload, "payload");
        tasks = List.copyOf(tasks);
    }
}
