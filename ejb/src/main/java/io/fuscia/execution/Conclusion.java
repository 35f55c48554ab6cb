package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.NodeId;
import io.fuscia.task.Cancellation.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What follows when all jobs of an execution ended. */
sealed interface Conclusion {
    /**
     * It is over.
     *
     * @param leftovers how the nodes end that had not
     */
    record Over(ExecutionStatus status, Optional<TaskError> error, Map<NodeId, NodeEnd> leftovers)
            implements Conclusion {}

    /**
     * It waits for a retry.
     *
     * @param wakeAt milliseconds since the epoch
     */
    record Asleep(long wakeAt) implements Conclusion {}

    /** It is paused. */
    record Resting() implements Conclusion {}

    /** Nodes could run: it needs another job. */
    record Unfinished() implements Conclusion {}

    /** It goes on elsewhere or later. */
    record Left() implements Conclusion {}

    /**
     * Decides from what became of the nodes. Sets the leftovers' ends in the execution's progress too.
     *
     * @param now milliseconds since the epoch
     */
    static Conclusion of(RunningExecution execution, long now) {
        Optional<Reason> reason = execution.cancellation().reason();
        if (reason.isPresent()) {
            return switch (reason.get()) {
                case SERVER_LEAVES -> new Left();
                case REQUESTED ->
                    early(
                            execution,
                            ExecutionStatus.CANCELLED,
                            new TaskError(ErrorCode.CANCELLED, "the execution was cancelled"));
                case EXECUTION_TIMED_OUT ->
                    early(
                            execution,
                            ExecutionStatus.TIMED_OUT,
                            new TaskError(ErrorCode.EXECUTION_TIMED_OUT, "the execution took longer than its timeout"));
                case NOT_NEEDED ->
                    early(
                            execution,
                            ExecutionStatus.FAILED,
                            execution.fatal().orElse(new TaskError(ErrorCode.INTERNAL, "the execution was stopped")));
            };
        }
        if (execution.isPaused()) {
            return new Resting();
        }
        if (execution.progress().isComplete()) {
            return complete(execution);
        }
        Conclusion waiting = waiting(execution, now);
        return execution.isDraining() && waiting instanceof Unfinished ? new Left() : waiting;
    }

    private static Conclusion complete(RunningExecution execution) {
        return new Over(
                execution.hasErrors() ? ExecutionStatus.COMPLETED_WITH_ERRORS : ExecutionStatus.SUCCEEDED,
                Optional.empty(),
                Map.of());
    }

    private static Conclusion early(RunningExecution execution, ExecutionStatus status, TaskError why) {
        GraphProgress progress = execution.progress();
        if (status == ExecutionStatus.CANCELLED && progress.isComplete() && !hasCancelled(progress)) {
            return complete(execution);
        }
        TaskError ofTask = status == ExecutionStatus.FAILED
                ? new TaskError(ErrorCode.CANCELLED, "another node failed, which ended the execution")
                : why;
        Map<NodeId, NodeEnd> leftovers = new LinkedHashMap<>();
        for (NodeId node : progress.graph().topologicalOrder()) {
            if (progress.result(node).isEmpty()) {
                NodeEnd end = leftover(progress, node, ofTask);
                progress.ended(node, end);
                leftovers.put(node, end);
            }
        }
        return new Over(status, Optional.of(why), leftovers);
    }

    /** How a node ends that had not when its graph was stopped. */
    static NodeEnd leftover(GraphProgress progress, NodeId node, TaskError why) {
        return switch (decide(progress, node)) {
            case SKIP -> NodeEnd.NOT_TAKEN;
            case SKIP_AFTER_FAILURE, FAIL_JOIN -> NodeEnd.of(TaskStatus.SKIPPED, upstreamFailed());
            case RUN, WAIT -> NodeEnd.of(TaskStatus.CANCELLED, why);
        };
    }

    /** A condition that cannot be decided counts as one that waits: the node would fail if it ran. */
    private static NodeReadiness.Decision decide(GraphProgress progress, NodeId node) {
        try {
            return progress.decide(node);
        } catch (FusciaException e) {
            return NodeReadiness.Decision.RUN;
        }
    }

    /** Why a node is skipped that needs one that failed. */
    static TaskError upstreamFailed() {
        return new TaskError(ErrorCode.UPSTREAM_FAILED, "a node that it depends on failed");
    }

    private static boolean hasCancelled(GraphProgress progress) {
        return progress.graph().nodes().stream()
                .anyMatch(node -> progress.result(node.id()).orElseThrow().status() == TaskStatus.CANCELLED);
    }

    private static Conclusion waiting(RunningExecution execution, long now) {
        GraphProgress progress = execution.progress();
        long wakeAt = Long.MAX_VALUE;
        for (NodeId node : progress.graph().topologicalOrder()) {
            if (progress.result(node).isPresent()) {
                continue;
            }
            Optional<Long> dueAt = execution.slot(node).retryDueAt();
            if (dueAt.isPresent() && dueAt.get() > now) {
                wakeAt = Math.min(wakeAt, dueAt.get());
            } else if (decide(progress, node) != NodeReadiness.Decision.WAIT) {
                return new Unfinished();
            }
        }
        return wakeAt == Long.MAX_VALUE ? new Unfinished() : new Asleep(wakeAt);
    }
}
