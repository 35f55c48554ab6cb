package io.fuscia.execution;

import io.fuscia.workflow.WorkflowId;
import java.util.Objects;
import java.util.Optional;

/**
 * Which executions to list.
 *
 * @param workflowId of this workflow; empty: of any
 * @param status in this status; empty: in any
 */
public record ExecutionFilter(Optional<WorkflowId> workflowId, Optional<ExecutionStatus> status) {
    /** All of them. */
    public static final ExecutionFilter ALL = new ExecutionFilter(Optional.empty(), Optional.empty());

    public ExecutionFilter {
        Objects.requireNonNull(workflowId, "workflowId");
        Objects.requireNonNull(status, "status");
    }
}
