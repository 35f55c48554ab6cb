package io.fuscia.execution;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An execution with all that is known of it.
 *
 * @param payload what it was started with
 * @param tasks every node of the outermost graph in file order, also those still pending; then those inside loops
 * @param nextTasks for {@link Executions#tasks}, if there are more tasks inside loops than were asked for
 */
public record ExecutionDetail(Execution execution, JsonValue payload, List<Task> tasks, Optional<String> nextTasks) {
    public ExecutionDetail {
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(nextTasks, "nextTasks");
        tasks = List.copyOf(tasks);
    }
}
