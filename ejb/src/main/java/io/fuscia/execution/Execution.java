package io.fuscia.execution;

import io.fuscia.artifact.Digest;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.WorkflowId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One run of a workflow, as stored, without its payload and tasks.
 *
 * @param workflowVersion number of the workflow's version, from 1
 * @param workflowDigest content address of the locked workflow it runs
 * @param trigger the trigger node that fired
 * @param createdAt when it was accepted
 * @param startedAt when its first job was launched; empty while it waits for its turn
 * @param endedAt empty unless it is over
 * @param deadline when it times out; empty if it never does
 * @param wakeAt when its next retry is due, if nothing runs until then
 * @param cancelRequested whether someone asked for its end
 * @param origin the execution it is a restart of
 * @param error why it did not succeed; empty if it is not over or did
 * @param parent the task that called it; empty if it was started from outside
 */
public record Execution(
        ExecutionId id,
        WorkflowId workflowId,
        int workflowVersion,
        Digest workflowDigest,
        NodeId trigger,
        ExecutionStatus status,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Instant> deadline,
        Optional<Instant> wakeAt,
        boolean cancelRequested,
        Optional<ExecutionId> origin,
        Optional<TaskError> error,
        Optional<ParentTask> parent) {
    public Execution {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(workflowId, "workflowId");
        Objects.requireNonNull(workflowDigest, "workflowDigest");
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(endedAt, "endedAt");
        Objects.requireNonNull(deadline, "deadline");
        Objects.requireNonNull(wakeAt, "wakeAt");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(parent, "parent");
    }

    Execution calledBy(Optional<ParentTask> task) {
        return new Execution(
                id,
                workflowId,
                workflowVersion,
                workflowDigest,
                trigger,
                status,
                createdAt,
                startedAt,
                endedAt,
                deadline,
                wakeAt,
                cancelRequested,
                origin,
                error,
                task);
    }

    /** The same when it is over. */
    Execution ended(ExecutionStatus end, Instant at, boolean requested, Optional<TaskError> why) {
        return new Execution(
                id,
                workflowId,
                workflowVersion,
                workflowDigest,
                trigger,
                end,
                createdAt,
                startedAt,
                Optional.of(at),
                deadline,
                Optional.empty(),
                cancelRequested || requested,
                origin,
                why,
                parent);
    }
}
