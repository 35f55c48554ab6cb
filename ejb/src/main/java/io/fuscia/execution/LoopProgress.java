package io.fuscia.execution;

import io.fuscia.workflow.NodePath;
import java.util.Objects;

/**
 * How far a loop of the outermost graph is.
 *
 * @param total items it goes over
 * @param done iterations that are over, failed ones included
 * @param failed iterations that failed
 */
public record LoopProgress(NodePath node, TaskStatus status, int total, int done, int failed) {
    public LoopProgress {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(status, "status");
    }
}
