package io.fuscia.execution;

import io.fuscia.workflow.NodePath;
import java.util.Objects;

/**
 * The attempt of a task that started an execution: the link from a called workflow to its caller.
 *
 * @param attempt from 1; every attempt starts an execution of its own
 */
public record ParentTask(ExecutionId execution, NodePath node, Iteration iteration, int attempt) {
    public ParentTask {
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(iteration, "iteration");
    }
}
