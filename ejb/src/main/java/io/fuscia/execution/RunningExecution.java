package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.Conditions;
import io.fuscia.input.NodeId;
import io.fuscia.task.Cancellation;
import io.fuscia.workflow.JoinStrategy;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An execution that runs on this server: its workflow, how far it has come, how to stop it, and the epoch that proves it
 * is ours. It comes when the execution is admitted and goes when its last job ended; the rows outlive it. Thread-safe;
 * pausing, resuming and concluding lock it, so that they never meet.
 */
final class RunningExecution {
    private final ExecutionId id;
    private final LockedWorkflow workflow;
    private final long epoch;
    private final Optional<String> traceparent;
    private final Long deadlineAt;
    private final GraphProgress progress;
    private final Cancellation cancellation = new Cancellation();
    private final Map<NodeId, NodeSlot> slots = new HashMap<>();
    private final List<TaskWrite> unsaved = new ArrayList<>();
    private TaskError fatal;
    private boolean paused;
    private boolean closed;
    private int jobs;
    private int fruitless;
    private int doneAtLaunch;
    private long retriesSeenUntil;

    private RunningExecution(ExecutionRecord row, LockedWorkflow workflow, Conditions conditions) {
        this.id = new ExecutionId(row.id);
        this.workflow = workflow;
        this.epoch = row.epoch;
        this.traceparent = Optional.ofNullable(row.traceparent);
        this.deadlineAt = row.deadlineAt;
        this.progress = new GraphProgress(workflow.graph(), ExecutionRows.payload(row), conditions);
        workflow.graph().nodes().forEach(node -> slots.put(node.id(), new NodeSlot()));
    }

    /** An execution that starts: its triggers are decided, to be stored with the first node. */
    static RunningExecution fresh(ExecutionRecord row, LockedWorkflow workflow, Conditions conditions, long now) {
        RunningExecution execution = new RunningExecution(row, workflow, conditions);
        execution.fire(row.triggerNode, now);
        execution.stopBranchesNotNeeded(now);
        return execution;
    }

    /** An execution that goes on after what its rows say is done. */
    static RunningExecution restored(
            ExecutionStore.Stored stored, LockedWorkflow workflow, Conditions conditions, long now) {
        RunningExecution execution = new RunningExecution(stored.execution(), workflow, conditions);
        for (TaskRecord row : stored.tasks()) {
            NodeId node = NodePath.parse(row.nodePath).id();
            if (TaskStatus.parse(row.status).isTerminal()) {
                execution.ended(node, ExecutionRows.result(row));
            } else {
                int failures = stored.failures().getOrDefault(row.nodePath, 0);
                execution.slot(node).restore(row.attempts, failures, row.retryDueAt, row.startedAt);
            }
        }
        execution.fire(stored.execution().triggerNode, now);
        execution.stopBranchesNotNeeded(now);
        execution.paused = stored.execution().status.equals(ExecutionStatus.PAUSED.text());
        return execution;
    }

    private void fire(String fired, long now) {
        for (NodeDefinition node : workflow.graph().nodes()) {
            if (node instanceof NodeDefinition.Trigger
                    && progress.result(node.id()).isEmpty()) {
                NodeEnd end = node.id().value().equals(fired)
                        ? NodeEnd.succeeded(progress.trigger(), jakarta.json.JsonValue.EMPTY_JSON_ARRAY)
                        : NodeEnd.NOT_TAKEN;
                decided(node.id(), end, now);
            }
        }
    }

    ExecutionId id() {
        return id;
    }

    LockedWorkflow workflow() {
        return workflow;
    }

    long epoch() {
        return epoch;
    }

    Optional<String> traceparent() {
        return traceparent;
    }

    GraphProgress progress() {
        return progress;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    NodeSlot slot(NodeId node) {
        return slots.get(node);
    }

    Set<Map.Entry<NodeId, NodeSlot>> slots() {
        return Map.copyOf(slots).entrySet();
    }

    boolean isOverdue(long now) {
        return deadlineAt != null && deadlineAt <= now;
    }

    /** Whether nodes may start: nobody wants it to end or to rest. */
    boolean mayStart() {
        synchronized (this) {
            if (paused || closed) {
                return false;
            }
        }
        return !cancellation.isCancelled();
    }

    /** A node ended and that is stored. A failure that must not be ends the execution. */
    void ended(NodeId node, NodeEnd end) {
        progress.ended(node, end);
        if (end.status().isFailure() && progress.graph().node(node).settings().failWorkflow()) {
            TaskError error = end.error().orElseThrow();
            synchronized (this) {
                if (fatal == null) {
                    fatal = new TaskError(
                            error.code(), "node '" + node + "' failed: " + error.message(), error.detail());
                }
            }
            cancellation.cancel(Cancellation.Reason.NOT_NEEDED);
        }
    }

    /**
     * Joins that have as many branches as they need, or can never have them, stop the others: those that run, and those
     * that have not begun.
     */
    void stopBranchesNotNeeded(long now) {
        for (NodeDefinition node : progress.graph().nodes()) {
            if (node instanceof NodeDefinition.Join join
                    && (join.strategy() == JoinStrategy.FIRST || join.strategy() == JoinStrategy.N_OF_M)
                    && isSettled(join.id())) {
                progress.onlyFor(join.id()).stream()
                        .filter(loser -> progress.result(loser).isEmpty())
                        .forEach(loser -> dropOut(loser, now));
            }
        }
    }

    private boolean isSettled(NodeId join) {
        try {
            NodeReadiness.Decision decision = progress.decide(join);
            return decision == NodeReadiness.Decision.RUN || decision == NodeReadiness.Decision.FAIL_JOIN;
        } catch (FusciaException e) {
            // The join itself will fail with this.
            return false;
        }
    }

    private void dropOut(NodeId node, long now) {
        NodeSlot slot = slot(node);
        slot.dropOut();
        if (slot.enter()) {
            try {
                if (progress.result(node).isEmpty()) {
                    decided(node, NodeEnd.of(TaskStatus.CANCELLED, notNeeded()), now);
                }
            } finally {
                slot.leave();
            }
        } else {
            slot.running().ifPresent(token -> token.cancel(Cancellation.Reason.NOT_NEEDED));
        }
    }

    static TaskError notNeeded() {
        return new TaskError(ErrorCode.CANCELLED, "the join needs this branch no more");
    }

    /** A node ended without running; stored with the next commit. */
    void decided(NodeId node, NodeEnd end, long now) {
        boolean rowExists = slot(node).rowExists();
        progress.ended(node, end);
        TaskWrite write = TaskWrite.decided(
                        NodePath.of(node), progress.graph().node(node).type(), rowExists, end, now)
                .after(slot(node).attempts(), slot(node).firstStartedAt());
        synchronized (unsaved) {
            unsaved.add(write);
        }
    }

    /** Takes what waits to be stored; {@link #putBack} if it could not be. */
    List<TaskWrite> takeUnsaved() {
        synchronized (unsaved) {
            List<TaskWrite> taken = List.copyOf(unsaved);
            unsaved.clear();
            return taken;
        }
    }

    void putBack(List<TaskWrite> taken) {
        synchronized (unsaved) {
            unsaved.addAll(0, taken);
        }
    }

    synchronized Optional<TaskError> fatal() {
        return Optional.ofNullable(fatal);
    }

    synchronized void pause(boolean now) {
        paused = now;
    }

    synchronized boolean isPaused() {
        return paused;
    }

    synchronized void close() {
        closed = true;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void launching() {
        jobs++;
    }

    /** Its jobs ended with nodes left. @return how often in a row without any node ended or tried since */
    synchronized int unfinished() {
        int done = progress.endedCount()
                + slots.values().stream().mapToInt(NodeSlot::attempts).sum();
        fruitless = done > doneAtLaunch ? 0 : fruitless + 1;
        doneAtLaunch = done;
        return fruitless;
    }

    /** Whether a node waits for a retry that is due since the last time this said so, while a job is busy. */
    synchronized boolean hasNewlyDueRetry(long now) {
        boolean due = jobs > 0
                && slots.entrySet().stream()
                        .anyMatch(entry -> progress.result(entry.getKey()).isEmpty()
                                && !entry.getValue().isBusy()
                                && entry.getValue()
                                        .retryDueAt()
                                        .filter(time -> time <= now && time > retriesSeenUntil)
                                        .isPresent());
        if (due) {
            retriesSeenUntil = now;
        }
        return due;
    }

    /** A job ended. Tells whether it was the last one. */
    synchronized boolean jobEnded() {
        jobs = Math.max(0, jobs - 1);
        return jobs == 0;
    }
}
