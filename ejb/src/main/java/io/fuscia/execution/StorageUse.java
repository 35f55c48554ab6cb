package io.fuscia.execution;

import io.fuscia.workflow.WorkflowId;
import java.util.Objects;

/**
 * What the executions of a workflow that are over take.
 *
 * @param bytes characters of their rows and bytes of their artifacts; those that ended in the last minutes may be missing
 * @param policy what was set for the workflow alone
 */
public record StorageUse(WorkflowId workflow, long executions, long bytes, RetentionPolicy policy) {
    public StorageUse {
        Objects.requireNonNull(workflow, "workflow");
        Objects.requireNonNull(policy, "policy");
    }
}
