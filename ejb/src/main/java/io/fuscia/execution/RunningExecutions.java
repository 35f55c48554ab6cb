package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.NodeId;
import io.fuscia.task.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The executions that run on this server. Launches their jobs and, when the last job of one ended, stores what follows
 * and lets it go. Thread-safe.
 */
final class RunningExecutions {
    private static final System.Logger LOG = System.getLogger(RunningExecutions.class.getName());
    private static final int FRUITLESS_LAUNCHES = 3;

    private final ExecutionStore store;
    private final Supplier<ExecutionLauncher> launcher;
    private final Patience patience;
    private final Consumer<ExecutionId> left;
    private final Endings endings;
    private final Map<ExecutionId, RunningExecution> running = new ConcurrentHashMap<>();
    private volatile Runnable roomFree = () -> {};
    private volatile Runnable nothingLaunches = () -> {};
    private volatile Consumer<RunningExecution> gone = execution -> {};
    private volatile Consumer<RunningExecution> goesOn = execution -> {};

    /** @param left told of each execution that ran here and runs here no more: it is over, waits or goes on elsewhere */
    RunningExecutions(
            ExecutionStore store,
            Supplier<ExecutionLauncher> launcher,
            Patience patience,
            Consumer<ExecutionId> left,
            Endings endings) {
        this.left = left;
        this.endings = endings;
        this.store = store;
        this.launcher = launcher;
        this.patience = patience;
    }

    /** @param action called, on any thread, each time an execution went */
    void whenRoomIsFree(Runnable action) {
        roomFree = action;
    }

    /** @param action called, on any thread, when a job could not be launched, before its execution waits again */
    void whenNothingLaunches(Runnable action) {
        nothingLaunches = action;
    }

    /** @param action called once an execution's end is stored, maybe under its lock: must not block */
    void whenGone(Consumer<RunningExecution> action) {
        gone = action;
    }

    /**
     * @param action called, under the execution's lock, when nodes may be due that no job comes to: those inside of
     *     iterations that are worked on
     */
    void whenItGoesOn(Consumer<RunningExecution> action) {
        goesOn = action;
    }

    /** What a node of an execution called is over. @return whether the execution runs here */
    boolean signal(ParentTask call) {
        RunningExecution execution = running.get(call.execution());
        if (execution == null) {
            return false;
        }
        synchronized (execution) {
            execution.signal(call, store.now());
            return relaunch(execution);
        }
    }

    Optional<RunningExecution> find(ExecutionId id) {
        return Optional.ofNullable(running.get(id));
    }

    List<RunningExecution> all() {
        return new ArrayList<>(running.values());
    }

    int count() {
        return running.size();
    }

    /** Lets all that runs here finish its running nodes and start no more. */
    void drain() {
        running.values().forEach(RunningExecution::drain);
    }

    /** Waits until nothing runs here. @return whether that is so now */
    boolean awaitNone(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (running) {
            while (!running.isEmpty()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(running, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    private void gone(RunningExecution execution) {
        // At once: it may be taken in again here as soon as its rows say that it waits.
        running.computeIfPresent(execution.id(), (id, current) -> {
            if (current != execution) {
                return current;
            }
            left.accept(id);
            return null;
        });
        synchronized (running) {
            running.notifyAll();
        }
    }

    /** Takes the execution in, for which there is room, and starts it. */
    void begin(RunningExecution execution) {
        running.put(execution.id(), execution);
        synchronized (execution) {
            if (execution.cancellation().isCancelled()) {
                conclude(execution);
            } else {
                launch(execution);
            }
        }
        tell(execution);
    }

    /** Not while the execution is locked: who waits for its end may do anything. */
    private void tell(RunningExecution execution) {
        execution.over().ifPresent(end -> endings.over(execution.id(), Optional.of(end)));
    }

    /**
     * Lets it look for nodes that can run now, beside what runs: starts one more job if it runs here and may start
     * nodes. @return whether it runs here
     */
    boolean relaunch(RunningExecution execution) {
        synchronized (execution) {
            if (execution.isClosed()) {
                return false;
            }
            if (execution.mayStart()) {
                launch(execution);
                goesOn.accept(execution);
            }
            return true;
        }
    }

    /** Runs the task on a thread of its own, if there is one. */
    void offer(Runnable task) {
        try {
            launcher.get().offer(task);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "no thread to take pending executions in: " + e.getMessage());
        }
    }

    private void launch(RunningExecution execution) {
        execution.launching();
        try {
            launcher.get().launch(execution.id(), execution.workflow());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "no job for execution " + execution.id() + ", which waits for it", e);
            nothingLaunches.run();
            if (execution.jobEnded()) {
                close(execution, () -> store.requeue(execution.id(), execution.epoch()));
            }
        }
    }

    private void giveUp(RunningExecution execution) {
        TaskError error =
                new TaskError(ErrorCode.INTERNAL, "its jobs end without running the nodes that are left to run");
        LOG.log(System.Logger.Level.ERROR, "execution " + execution.id() + " fails: " + error.message());
        close(execution, () -> end(execution, ExecutionStatus.FAILED, Optional.of(error), execution.takeUnsaved()));
    }

    /** A job of the execution ended. Does nothing if it does not run here. */
    void jobEnded(ExecutionId id) {
        RunningExecution execution = running.get(id);
        if (execution == null) {
            return;
        }
        synchronized (execution) {
            if (execution.jobEnded() && !execution.isClosed()) {
                conclude(execution);
            }
        }
        tell(execution);
    }

    /** Ends an execution that was stopped and does not run anywhere. @return whether it is over now */
    boolean settle(RunningExecution execution) {
        if (Conclusion.of(execution, store.now()) instanceof Conclusion.Over end) {
            List<TaskWrite> last = last(execution, end);
            end(execution, end.status(), end.error(), last);
            tell(execution);
            return true;
        }
        return false;
    }

    private void end(
            RunningExecution execution, ExecutionStatus status, Optional<TaskError> error, List<TaskWrite> last) {
        boolean inner = execution.hasLoops() || execution.callsOthers();
        long at = store.end(execution.id(), execution.epoch(), status, error, last, inner);
        execution.over(status, at, error);
        gone.accept(execution);
    }

    private List<TaskWrite> last(RunningExecution execution, Conclusion.Over conclusion) {
        conclusion
                .leftovers()
                .forEach((node, leftover) -> execution.putBack(List.of(leftover(execution, node, leftover))));
        return execution.takeUnsaved();
    }

    private void conclude(RunningExecution execution) {
        Conclusion conclusion = Conclusion.of(execution, store.now());
        ExecutionId id = execution.id();
        long epoch = execution.epoch();
        if (conclusion instanceof Conclusion.Unfinished) {
            if (execution.unfinished() > FRUITLESS_LAUNCHES) {
                giveUp(execution);
            } else {
                launch(execution);
            }
        } else if (conclusion instanceof Conclusion.Over end) {
            List<TaskWrite> last = last(execution, end);
            close(execution, () -> end(execution, end.status(), end.error(), last));
        } else if (conclusion instanceof Conclusion.Asleep asleep) {
            List<TaskWrite> decided = execution.takeUnsaved();
            close(execution, () -> store.park(id, epoch, asleep.wakeAt(), decided));
        } else if (conclusion instanceof Conclusion.Resting) {
            List<TaskWrite> decided = execution.takeUnsaved();
            close(execution, () -> store.rest(id, epoch, decided));
        } else {
            List<TaskWrite> decided = execution.takeUnsaved();
            close(execution, () -> store.handOver(id, epoch, decided, !execution.isDoubtful()));
        }
    }

    /** Keeps what is known of attempts made before: a node that waited for a retry when the execution ended. */
    private TaskWrite leftover(RunningExecution execution, NodeId node, NodeEnd end) {
        return execution.root().write(node, end, execution.slot(node).rowExists(), store.now());
    }

    private void close(RunningExecution execution, Runnable last) {
        execution.close();
        try {
            patience.insist(last);
        } catch (FusciaException e) {
            // The rows say what is left to do; whoever owns the execution finds it there.
            LOG.log(System.Logger.Level.WARNING, "execution " + execution.id() + " left here: " + e.getMessage());
        } finally {
            gone(execution);
            roomFree.run();
        }
    }

    /** Ends early what runs here: nodes that run are interrupted, and the jobs run out. @return whether it runs here */
    boolean stop(ExecutionId id, Cancellation.Reason reason) {
        RunningExecution execution = running.get(id);
        if (execution == null) {
            return false;
        }
        execution.cancellation().cancel(reason);
        try {
            launcher.get().stop(id);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the jobs of execution " + id + " were not told to stop: " + e);
        }
        return !execution.isClosed();
    }
}
