package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.NodeId;
import io.fuscia.task.Cancellation;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one way to run a node. Injectable ({@code @Inject}) in every module; thread-safe.
 *
 * <p>A node is decided by the edges into it (see {@link NodeReadiness}), tried as often as its policy says
 * ({@link TaskAttempt}), and its result is stored, together with what was decided without running since, in one short
 * transaction before anything that depends on it can start.
 */
public final class NodeRunner {
    private static final System.Logger LOG = System.getLogger(NodeRunner.class.getName());

    /** A retry due within this many milliseconds is waited for; a later one holds no thread. */
    static final long WAIT_LIMIT = 1000;

    private final RunningExecutions running;
    private final ExecutionStore store;
    private final TaskAttempt attempt;
    private final Patience patience;

    NodeRunner(RunningExecutions running, ExecutionStore store, TaskAttempt attempt, Patience patience) {
        this.running = running;
        this.store = store;
        this.attempt = attempt;
        this.patience = patience;
    }

    /**
     * Runs the node of the outermost graph if it is its turn, on the caller's thread, and stores the result before it
     * returns. Does nothing if the node is done, runs already, waits for a retry that is due later, or if its execution
     * is ending, paused or not on this server: so calling it once more for every node, in the graph's order, is how an
     * execution goes on after anything. Never throws for anything a node does; call it outside any transaction.
     */
    public void run(ExecutionId id, NodePath node) {
        Optional<RunningExecution> found = running.find(id);
        if (found.isEmpty()) {
            return;
        }
        RunningExecution execution = found.get();
        NodeSlot slot = execution.slot(node.id());
        if (node.ids().size() != 1 || slot == null) {
            throw new FusciaException(
                    ErrorCode.NODE_NOT_FOUND, "there is no node '" + node + "' in the outermost graph");
        }
        if (!slot.enter()) {
            return;
        }
        try {
            decide(execution, node.id(), slot);
        } catch (FusciaException e) {
            lost(execution, node, e);
        } catch (RuntimeException | StackOverflowError e) {
            lost(execution, node, new FusciaException(ErrorCode.INTERNAL, "node '" + node + "' broke: " + e, e));
        } finally {
            slot.leave();
        }
    }

    /** What came of the node could not be stored: the execution goes on from its rows, here later or elsewhere. */
    private static void lost(RunningExecution execution, NodePath node, FusciaException failure) {
        LOG.log(
                System.Logger.Level.ERROR,
                "node " + node + " of execution " + execution.id() + " is not stored: " + failure.getMessage(),
                failure);
        execution.cancellation().cancel(Cancellation.Reason.SERVER_LEAVES);
    }

    private void decide(RunningExecution execution, NodeId node, NodeSlot slot) {
        GraphProgress progress = execution.progress();
        if (progress.result(node).isPresent() || !execution.mayStart()) {
            return;
        }
        NodeReadiness.Decision decision;
        try {
            decision = progress.decide(node);
        } catch (FusciaException e) {
            end(execution, node, NodeEnd.of(TaskStatus.FAILED, TaskPreparation.error(node, e)));
            return;
        }
        switch (decision) {
            case WAIT -> {}
            case SKIP -> execution.decided(node, NodeEnd.NOT_TAKEN, store.now());
            case SKIP_AFTER_FAILURE ->
                execution.decided(node, NodeEnd.of(TaskStatus.SKIPPED, Conclusion.upstreamFailed()), store.now());
            case FAIL_JOIN -> end(execution, node, NodeEnd.of(TaskStatus.FAILED, unmet(node)));
            case RUN -> tryUntilDone(execution, node, slot);
        }
    }

    private static TaskError unmet(NodeId node) {
        return new TaskError(
                ErrorCode.JOIN_NOT_SATISFIED, "join '" + node + "' cannot go on: too few of its branches succeeded");
    }

    private void tryUntilDone(RunningExecution execution, NodeId node, NodeSlot slot) {
        while (execution.mayStart()) {
            if (slot.isDroppedOut()) {
                end(execution, node, NodeEnd.of(TaskStatus.CANCELLED, RunningExecution.notNeeded()));
                return;
            }
            long wait = slot.retryDueAt().orElse(0L) - store.now();
            if (wait > WAIT_LIMIT) {
                return;
            }
            if (wait > 0) {
                RetryWait.await(execution.cancellation(), wait);
                continue;
            }
            TaskAttempt.Result result = attempt.make(execution, node, slot);
            if (result instanceof TaskAttempt.Ended ended) {
                save(execution, List.of(ended.write()));
                execution.ended(node, ended.end());
                execution.stopBranchesNotNeeded(store.now());
                return;
            }
            if (result instanceof TaskAttempt.Again again) {
                save(execution, List.of(again.write()));
                slot.retryAt(again.dueAt());
            } else {
                return;
            }
        }
    }

    /** Ends a node that was not tried. */
    private void end(RunningExecution execution, NodeId node, NodeEnd end) {
        NodeSlot slot = execution.slot(node);
        NodeDefinition definition = execution.progress().graph().node(node);
        save(
                execution,
                List.of(TaskWrite.decided(NodePath.of(node), definition.type(), slot.rowExists(), end, store.now())
                        .after(slot.attempts(), slot.firstStartedAt())));
        execution.ended(node, end);
    }

    private void save(RunningExecution execution, List<TaskWrite> tasks) {
        List<TaskWrite> decided = execution.takeUnsaved();
        List<TaskWrite> all = new ArrayList<>(decided);
        all.addAll(tasks);
        boolean saved = false;
        try {
            patience.insist(() -> {
                if (store.write(execution.id(), execution.epoch(), all)) {
                    // Paused while it was being admitted, so nobody found it to tell.
                    execution.pause(true);
                }
            });
            saved = true;
        } finally {
            if (!saved) {
                execution.putBack(decided);
            }
        }
    }
}
