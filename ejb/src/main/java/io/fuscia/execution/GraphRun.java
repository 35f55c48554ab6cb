package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.NodeId;
import io.fuscia.task.Cancellation;
import io.fuscia.workflow.Graph;
import io.fuscia.workflow.JoinStrategy;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * One graph of a running execution while it has not ended: the outermost one, or a loop's body for one item. Thread-safe.
 */
final class GraphRun {
    private final List<NodeId> loops;
    private final Iteration iteration;
    private final GraphProgress progress;
    private final Cancellation cancellation;
    private final Consumer<TaskWrite> unsaved;
    private final Runnable failedInside;
    private final Map<NodeId, NodeSlot> slots = new HashMap<>();
    private final Map<NodeId, LoopRun> inner = new ConcurrentHashMap<>();

    /** Joins that were found to have what they need, or that they never can have it. */
    private final Set<NodeId> settled = ConcurrentHashMap.newKeySet();

    /** Nodes that a visit is on its way to which nothing can hold up that has begun since. */
    private final Set<NodeId> sought = ConcurrentHashMap.newKeySet();

    private TaskError fatal;
    private boolean closed;
    private int visitors;

    /**
     * @param loops the loops around the graph, outermost first
     * @param unsaved takes what is to be stored with the next commit
     * @param failedInside told of each failure
     */
    GraphRun(
            List<NodeId> loops,
            Iteration iteration,
            GraphProgress progress,
            Cancellation cancellation,
            Consumer<TaskWrite> unsaved,
            Runnable failedInside) {
        this.loops = List.copyOf(loops);
        this.iteration = iteration;
        this.progress = progress;
        this.cancellation = cancellation;
        this.unsaved = unsaved;
        this.failedInside = failedInside;
        progress.graph().nodes().forEach(node -> slots.put(node.id(), new NodeSlot()));
    }

    /** The body of a loop in this graph, for one item. */
    GraphRun body(NodeId loop, Iteration of, GraphProgress bodyProgress, Cancellation bodyCancellation) {
        return new GraphRun(path(loop).ids(), of, bodyProgress, bodyCancellation, unsaved, failedInside);
    }

    /** Takes over what rows say. */
    void restore(List<TaskRecord> rows, Map<String, Integer> failures) {
        for (TaskRecord row : rows) {
            NodeId node = NodePath.parse(row.nodePath).id();
            if (TaskStatus.parse(row.status).isTerminal()) {
                ended(node, ExecutionRows.result(row));
            } else {
                slot(node).restore(row.attempts, failures.getOrDefault(row.nodePath, 0), row.retryDueAt, row.startedAt);
                if (progress.graph().node(node) instanceof NodeDefinition.SubWorkflow
                        && TaskStatus.parse(row.status) == TaskStatus.RUNNING) {
                    slot(node).called();
                }
            }
        }
    }

    Graph graph() {
        return progress.graph();
    }

    GraphProgress progress() {
        return progress;
    }

    Iteration iteration() {
        return iteration;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    NodePath path(NodeId node) {
        List<NodeId> ids = new ArrayList<>(loops);
        ids.add(node);
        return new NodePath(ids);
    }

    /** Null if there is no such node. */
    NodeSlot slot(NodeId node) {
        return slots.get(node);
    }

    Map<NodeId, NodeSlot> slots() {
        return slots;
    }

    /** The loop, if it runs or is suspended. */
    Optional<LoopRun> loop(NodeId node) {
        return Optional.ofNullable(inner.get(node));
    }

    void opened(NodeId node, LoopRun loop) {
        inner.put(node, loop);
    }

    void closed(NodeId node) {
        inner.remove(node);
    }

    /** When the next retry of a node is due, in milliseconds since the epoch; empty if none waits for one. */
    Optional<Long> nextRetry() {
        return slots.entrySet().stream()
                .filter(entry -> progress.result(entry.getKey()).isEmpty())
                .flatMap(entry -> waitsUntil(entry.getKey(), entry.getValue()).stream())
                .min(Long::compare);
    }

    /** Whether a node, also one of a loop in it, waits for a workflow that it called. */
    boolean isCalling() {
        return slots.values().stream().anyMatch(NodeSlot::isCalling)
                || inner.values().stream().anyMatch(LoopRun::isCalling);
    }

    /** A loop that rests waits for what its iterations wait for now, which a signal may have brought nearer. */
    private Optional<Long> waitsUntil(NodeId node, NodeSlot slot) {
        return loop(node).map(LoopRun::wakeAt).or(slot::retryDueAt);
    }

    /** A node that was asked to drop out while it looked at what it waits for. */
    void dropOutIfAsked(NodeId node, long now) {
        if (slot(node).isDroppedOut() && progress.result(node).isEmpty()) {
            dropOut(node, now);
        }
    }

    /** A node ended and that is stored, or will be. A failure that must not be ends the graph. */
    void ended(NodeId node, NodeEnd end) {
        progress.ended(node, end);
        if (!end.status().isFailure()) {
            return;
        }
        failedInside.run();
        if (progress.graph().node(node).settings().failWorkflow()) {
            TaskError error = end.error().orElseThrow();
            fail(new TaskError(error.code(), "node '" + node + "' failed: " + error.message(), error.detail()));
        }
    }

    /** Ends the graph as failed; only the first reason counts. */
    void fail(TaskError error) {
        synchronized (this) {
            if (fatal == null) {
                fatal = error;
            }
        }
        cancellation.cancel(Cancellation.Reason.NOT_NEEDED);
    }

    synchronized Optional<TaskError> fatal() {
        return Optional.ofNullable(fatal);
    }

    /** A node ended without running; stored with the next commit. */
    void decided(NodeId node, NodeEnd end, long now) {
        NodeSlot slot = slot(node);
        boolean rowExists = slot.rowExists();
        ended(node, end);
        unsaved.accept(write(node, end, rowExists, now));
    }

    /** How the end of a node that was not tried now is stored. */
    TaskWrite write(NodeId node, NodeEnd end, boolean rowExists, long now) {
        NodeSlot slot = slot(node);
        return TaskWrite.decided(path(node), progress.graph().node(node).type(), rowExists, end, now)
                .in(iteration)
                .after(slot.attempts(), slot.firstStartedAt());
    }

    /**
     * Joins that have as many branches as they need, or can never have them, stop the others: those that run, and those
     * that have not begun.
     */
    void stopBranchesNotNeeded(long now) {
        for (NodeDefinition node : progress.graph().nodes()) {
            if (isEarly(node) && isSettled(node.id())) {
                progress.onlyFor(node.id()).stream()
                        .filter(loser -> progress.result(loser).isEmpty())
                        .forEach(loser -> dropOut(loser, now));
                settled.add(node.id());
            }
        }
    }

    /**
     * A node begins, or a loop has one more worker: the thread stays there, so it may now be what holds up others.
     *
     * @return as {@link #holdsUpOthers}
     */
    boolean begins(NodeId node, long now) {
        slot(node).begins();
        if (settled.isEmpty()) {
            return false;
        }
        // A visit that is on its way may be the one that is held up by this.
        sought.removeIf(after -> progress.graph().ancestors(after).contains(node));
        return holdsUpOthers(now);
    }

    /**
     * Whether branches that run hold up a join that needs them no more, because they serve others too, or what comes
     * after such a join; to be asked when that may have changed.
     *
     * @return whether to visit all nodes once more, beside who is busy, for what must not wait for them
     */
    boolean holdsUpOthers(long now) {
        if (settled.isEmpty()) {
            return false;
        }
        boolean any = false;
        for (NodeDefinition node : progress.graph().nodes()) {
            any |= isWhereBranchesMeet(node) && isHeldUp(node.id(), now) && sought.add(node.id());
        }
        return any;
    }

    /** Elsewhere whoever ended the only node before goes on by itself. */
    private boolean isWhereBranchesMeet(NodeDefinition node) {
        return progress.graph().upstream(node.id()).stream().distinct().count() > 1;
    }

    private static boolean isEarly(NodeDefinition node) {
        return node instanceof NodeDefinition.Join join
                && (join.strategy() == JoinStrategy.FIRST || join.strategy() == JoinStrategy.N_OF_M);
    }

    /**
     * Whether the node is due while some before it, of which it is not known yet what becomes of them, run on, and a visit
     * that begins now would get past all of those. Otherwise it would stay at one of them itself, or one is being decided
     * just now: this is asked again when that begins or ends. What is only to be skipped early, because something before
     * it failed, need not be.
     */
    private boolean isHeldUp(NodeId node, long now) {
        if (slot(node).isBusy() || !hasSomethingToDo(node, slot(node), now)) {
            return false;
        }
        Set<NodeId> ancestors = progress.graph().ancestors(node);
        if (!settled.contains(node) && ancestors.stream().noneMatch(settled::contains)) {
            return false;
        }
        List<NodeId> open = ancestors.stream()
                .filter(before ->
                        progress.result(before).isEmpty() && !slot(before).isDroppedOut())
                .toList();
        return !open.isEmpty() && open.stream().allMatch(before -> isPassed(before, slot(before), now));
    }

    private boolean isPassed(NodeId node, NodeSlot slot, long now) {
        return !hasSomethingToDo(node, slot, now) && (slot.hasBegun() || !slot.isBusy());
    }

    /** Whether a visit of all nodes would find one to run, to decide or to help with. */
    boolean hasSomethingToDo(long now) {
        return slots.entrySet().stream().anyMatch(entry -> hasSomethingToDo(entry.getKey(), entry.getValue(), now));
    }

    private boolean hasSomethingToDo(NodeId node, NodeSlot slot, long now) {
        if (progress.result(node).isPresent()) {
            return false;
        }
        if (slot.isBusy()) {
            return loop(node).filter(open -> open.canTakeMore(now)).isPresent();
        }
        if (waitsUntil(node, slot).filter(due -> due > now).isPresent()) {
            return false;
        }
        try {
            return progress.decide(node) != NodeReadiness.Decision.WAIT;
        } catch (FusciaException e) {
            // The node will fail with this.
            return true;
        }
    }

    /** From now on others may visit its nodes beside the thread that runs it. */
    synchronized void open() {
        closed = false;
    }

    /** One more thread visits its nodes, unless it is closed: then false. */
    synchronized boolean visit() {
        visitors += closed ? 0 : 1;
        return !closed;
    }

    synchronized void visited() {
        visitors--;
        notifyAll();
    }

    /**
     * Returns when no visitor is left, others who came meanwhile included; there will be no more. They wait for nothing but what they began themselves.
     *
     * @return whether the thread was interrupted meanwhile; the flag is cleared
     */
    synchronized boolean closeToVisitors() {
        boolean interrupted = false;
        while (visitors > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        closed = true;
        return interrupted;
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
}
