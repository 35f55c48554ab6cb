package io.fuscia.execution;

import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.WorkflowId;
import java.util.OptionalInt;

/** Where executions get the locked workflows they run. Thread-safe; expected to cache. */
public interface WorkflowSource {
    /**
     * A stored version.
     *
     * @param number which one; empty: the newest
     * @throws io.fuscia.failure.FusciaException {@code WORKFLOW_NOT_FOUND}, {@code WORKFLOW_VERSION_NOT_FOUND}
     */
    Version version(WorkflowId id, OptionalInt number);

    /**
     * One version of a workflow.
     *
     * @param number from 1
     */
    record Version(int number, LockedWorkflow workflow) {}
}
