package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.NodeId;
import io.fuscia.task.Cancellation;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The one way to run a node. Injectable ({@code @Inject}) in every module; thread-safe.
 *
 * <p>A node is decided by the edges into it (see {@link NodeReadiness}), tried as often as its policy says
 * ({@link TaskAttempt}), and its result is stored, together with what was decided without running since, before anything
 * that depends on it can start. The result of the last node is stored together with the end of the execution.
 */
public final class NodeRunner {
    private static final System.Logger LOG = System.getLogger(NodeRunner.class.getName());

    private final RunningExecutions running;
    private final ExecutionStore store;
    private final TaskAttempt attempt;
    private final Patience patience;
    private final long retryHoldMilliseconds;
    private final RetryWait retryWait;
    private final LoopRunner loops;
    private final SubWorkflowRunner calls;

    NodeRunner(
            RunningExecutions running,
            ExecutionStore store,
            TaskPreparation preparation,
            TaskAttempt attempt,
            SubWorkflowRunner calls,
            Patience patience,
            Duration retryHold,
            RetryWait retryWait,
            Supplier<ExecutionLauncher> launcher) {
        this.running = running;
        this.store = store;
        this.attempt = attempt;
        this.calls = calls;
        this.patience = patience;
        this.retryHoldMilliseconds = retryHold.toMillis();
        this.retryWait = retryWait;
        this.loops = new LoopRunner(new ForLoops(), store, preparation, launcher);
        running.whenItGoesOn(loops::goOn);
    }

    /**
     * Runs the node of the outermost graph if it is its turn, on the caller's thread, and stores the result before it
     * returns, unless it was the last one: then {@link Executions#jobEnded} does. Does nothing if the node is done, runs already, waits for a retry that is due later, or if its execution
     * is ending, paused or not on this server: so calling it once more for every node, in the graph's order, is how an
     * execution goes on after anything. For a loop, calls at the same time work together on its items. Never throws for
     * anything a node does; call it outside any transaction.
     */
    public void run(ExecutionId id, NodePath node) {
        running.find(id).ifPresent(execution -> run(execution, execution.root(), outermost(execution, node)));
    }

    /** How many calls of {@link #run} at the same time can do something for the node: one, but for parallel loops. */
    public int partitions(ExecutionId id, NodePath node) {
        return running.find(id)
                .map(execution ->
                        execution.root().graph().node(outermost(execution, node)) instanceof NodeDefinition.Loop loop
                                ? loops.partitions(execution, execution.root(), loop)
                                : 1)
                .orElse(1);
    }

    private static NodeId outermost(RunningExecution execution, NodePath node) {
        if (node.ids().size() != 1 || execution.slot(node.id()) == null) {
            throw new FusciaException(
                    ErrorCode.NODE_NOT_FOUND, "there is no node '" + node + "' in the outermost graph");
        }
        return node.id();
    }

    private void run(RunningExecution execution, GraphRun run, NodeId node) {
        try {
            if (run.graph().node(node) instanceof NodeDefinition.Loop loop) {
                loops.run(execution, run, loop);
            } else {
                runTask(execution, run, node);
            }
            // What ended, or was left waiting, may let others go ahead.
            if (run.holdsUpOthers(store.now())) {
                visitAgain(execution, run);
            }
        } catch (FusciaException e) {
            lost(execution, run.path(node), e);
        } catch (RuntimeException | StackOverflowError e) {
            lost(
                    execution,
                    run.path(node),
                    new FusciaException(ErrorCode.INTERNAL, "node '" + node + "' broke: " + e, e));
        }
    }

    private void runTask(RunningExecution execution, GraphRun run, NodeId node) {
        NodeSlot slot = run.slot(node);
        if (!slot.enter()) {
            return;
        }
        try {
            do {
                if (isItsTurn(execution, run, node)) {
                    begins(execution, run, node);
                    tryUntilDone(execution, run, node, slot);
                }
                // Who came meanwhile may have ended what this waits for, or been told that it may start.
            } while (slot.wasAskedMeanwhile());
        } finally {
            slot.leave();
            if (run.graph().node(node) instanceof NodeDefinition.SubWorkflow) {
                run.dropOutIfAsked(node, store.now());
            }
        }
    }

    /** What came of the node could not be stored: the execution goes on from its rows, here later or elsewhere. */
    private static void lost(RunningExecution execution, NodePath node, FusciaException failure) {
        LOG.log(
                System.Logger.Level.ERROR,
                "node " + node + " of execution " + execution.id() + " is not stored: " + failure.getMessage(),
                failure);
        execution.doubt();
        execution.cancellation().cancel(Cancellation.Reason.SERVER_LEAVES);
    }

    private static boolean mayStart(RunningExecution execution, GraphRun run) {
        return execution.mayStart() && !run.cancellation().isCancelled();
    }

    private boolean isItsTurn(RunningExecution execution, GraphRun run, NodeId node) {
        GraphProgress progress = run.progress();
        if (progress.result(node).isPresent() || !mayStart(execution, run)) {
            return false;
        }
        NodeReadiness.Decision decision;
        try {
            decision = progress.decide(node);
        } catch (FusciaException e) {
            end(execution, run, node, NodeEnd.of(TaskStatus.FAILED, TaskPreparation.error(node, e)));
            return false;
        }
        switch (decision) {
            case WAIT, RUN -> {}
            case SKIP -> skip(run, node, NodeEnd.NOT_TAKEN);
            case SKIP_AFTER_FAILURE -> skip(run, node, NodeEnd.of(TaskStatus.SKIPPED, Conclusion.upstreamFailed()));
            case FAIL_JOIN -> end(execution, run, node, NodeEnd.of(TaskStatus.FAILED, unmet(node)));
        }
        return decision == NodeReadiness.Decision.RUN;
    }

    /** Nothing is stored before the next node's end; but a join may have lost its last chance by it. */
    private void skip(GraphRun run, NodeId node, NodeEnd end) {
        run.decided(node, end, store.now());
        run.stopBranchesNotNeeded(store.now());
    }

    private void begins(RunningExecution execution, GraphRun run, NodeId node) {
        boolean stays = !(run.graph().node(node) instanceof NodeDefinition.Join join)
                || join.component().isPresent();
        if (stays && run.begins(node, store.now())) {
            visitAgain(execution, run);
        }
    }

    private void visitAgain(RunningExecution execution, GraphRun run) {
        if (run == execution.root()) {
            running.relaunch(execution);
        } else {
            loops.goOn(execution, run);
        }
    }

    private static TaskError unmet(NodeId node) {
        return new TaskError(
                ErrorCode.JOIN_NOT_SATISFIED, "join '" + node + "' cannot go on: too few of its branches succeeded");
    }

    private void tryUntilDone(RunningExecution execution, GraphRun run, NodeId node, NodeSlot slot) {
        while (mayStart(execution, run)) {
            if (slot.isDroppedOut()) {
                end(execution, run, node, NodeEnd.of(TaskStatus.CANCELLED, GraphRun.notNeeded()));
                return;
            }
            long wait = slot.retryDueAt().orElse(0L) - store.now();
            if (wait > retryHoldMilliseconds) {
                return;
            }
            if (wait > 0) {
                await(execution, run, slot, wait);
                continue;
            }
            TaskAttempt.Result result = run.graph().node(node) instanceof NodeDefinition.SubWorkflow called
                    ? calls.advance(execution, run, called, slot)
                    : attempt.make(execution, run, node, slot);
            if (result instanceof TaskAttempt.Ended ended) {
                keep(execution, run, node, ended.write());
                run.ended(node, ended.end());
                run.stopBranchesNotNeeded(store.now());
                return;
            }
            if (result instanceof TaskAttempt.Again again) {
                save(execution, List.of(again.write()));
                slot.retryAt(again.dueAt());
            } else if (result instanceof TaskAttempt.Left left) {
                save(execution, List.of(left.write()));
                slot.rowStored();
                return;
            } else if (result instanceof TaskAttempt.Waiting waiting && slot.restUnlessSignalled(waiting.lookAt())) {
                return;
            }
        }
    }

    /** Holds the thread until the retry is due, the graph is stopped, or a join needs this branch no more. */
    private void await(RunningExecution execution, GraphRun run, NodeSlot slot, long milliseconds) {
        Cancellation own = new Cancellation();
        try (Cancellation.Registration link = run.cancellation()
                .onCancel(() -> own.cancel(run.cancellation().reason().orElseThrow()))) {
            slot.waits(own);
            if (!slot.isDroppedOut()) {
                retryWait.await(own, milliseconds);
            }
        } catch (InterruptedException e) {
            // Not interrupted again: Derby closes the connection of a thread that is.
            execution.cancellation().cancel(Cancellation.Reason.SERVER_LEAVES);
        } finally {
            slot.waits(null);
        }
    }

    /**
     * Stores a result, or leaves it for a commit that comes soon anyway and that everything which depends on it waits
     * for: that of the execution's end, if the node is the last one, or, at the end of an iteration, that of the next
     * results of its loop, if to repeat it after a crash costs less than a commit.
     */
    private void keep(RunningExecution execution, GraphRun run, NodeId node, TaskWrite write) {
        boolean root = run == execution.root();
        boolean nobodyWaits = root
                ? run.progress().isCompleteBut(node)
                : run.graph().outgoing(node).isEmpty() && write.isCheap();
        if (!nobodyWaits) {
            save(execution, List.of(write));
            return;
        }
        execution.add(write);
        if (!root && execution.unsavedAreDue()) {
            save(execution, List.of());
        }
    }

    /** Ends a node that was not tried, or a loop. */
    private void end(RunningExecution execution, GraphRun run, NodeId node, NodeEnd end) {
        keep(execution, run, node, run.write(node, end, run.slot(node).rowExists(), store.now()));
        run.ended(node, end);
        run.stopBranchesNotNeeded(store.now());
    }

    private void save(RunningExecution execution, List<TaskWrite> tasks) {
        List<TaskWrite> decided = execution.takeUnsaved();
        List<TaskWrite> all = new ArrayList<>(decided);
        all.addAll(tasks);
        boolean saved = false;
        try {
            patience.insist(() -> {
                int resumed = execution.resumed();
                if (store.write(execution.id(), execution.epoch(), all)) {
                    // Paused while it was being admitted, so nobody found it to tell.
                    execution.wasPaused(resumed);
                }
            });
            saved = true;
        } finally {
            if (!saved) {
                execution.putBack(decided);
            }
        }
        if (execution.callsOthers()) {
            calls.dropAfter(execution, all);
        }
    }

    private final class ForLoops implements LoopRunner.Nodes {
        @Override
        public boolean isItsTurn(RunningExecution execution, GraphRun run, NodeId node) {
            return NodeRunner.this.isItsTurn(execution, run, node);
        }

        @Override
        public void begins(RunningExecution execution, GraphRun run, NodeId node) {
            NodeRunner.this.begins(execution, run, node);
        }

        @Override
        public void end(RunningExecution execution, GraphRun run, NodeId node, NodeEnd end) {
            NodeRunner.this.end(execution, run, node, end);
        }

        @Override
        public void run(RunningExecution execution, GraphRun run, NodeId node) {
            NodeRunner.this.run(execution, run, node);
        }

        @Override
        public void save(RunningExecution execution, List<TaskWrite> tasks) {
            NodeRunner.this.save(execution, tasks);
        }
    }
}
