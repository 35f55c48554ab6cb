package io.fuscia.offline;

import io.fuscia.input.NodeId;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One run of a workflow and what it has to come to.
 *
 * @param name for people, unique in its file
 * @param pointer where it stands in the expect file
 * @param trigger which trigger fires; empty for the only one
 * @param mocks by task, one for each attempt, the last for all that follow; of two that name a task, the one that names
 *     its iteration counts
 * @param status the execution's status in lower case
 */
record TestCase(
        String name,
        String pointer,
        Optional<NodeId> trigger,
        JsonValue payload,
        Map<TaskName, List<Mock>> mocks,
        Optional<String> status,
        List<ExpectedTask> tasks) {
    TestCase {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(payload, "payload");
        mocks = Map.copyOf(mocks);
        Objects.requireNonNull(status, "status");
        tasks = List.copyOf(tasks);
    }
}
