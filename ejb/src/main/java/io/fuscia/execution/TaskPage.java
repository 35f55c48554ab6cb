package io.fuscia.execution;

import java.util.List;
import java.util.Optional;

/**
 * Some of the tasks inside an execution's loops, node by node.
 *
 * @param next where the next page begins; empty if this is the last
 */
public record TaskPage(List<Task> tasks, Optional<String> next) {
    public TaskPage {
        tasks = List.copyOf(tasks);
    }
}
