package io.fuscia.execution;

import io.fuscia.workflow.WorkflowId;
import java.util.Map;

/**
 * What retention removed, or would.
 *
 * @param executions how many, by workflow
 * @param bytes how much they took together
 */
public record Pruned(Map<WorkflowId, Long> executions, long bytes) {
    public Pruned {
        executions = Map.copyOf(executions);
    }
}
