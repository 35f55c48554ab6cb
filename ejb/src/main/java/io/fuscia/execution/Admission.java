package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.Conditions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many executions run at once on this server. The others stay pending in their rows, at no cost in memory,
 * and are taken in the order they were accepted. Thread-safe.
 */
final class Admission {
    private static final System.Logger LOG = System.getLogger(Admission.class.getName());
    /** Far more than fit at once: with many that wait, each look costs about the same. */
    private static final int BATCH = 1_000;
    /** What one thread takes in before it goes on with its own work: it may be the timer, or answer a request. */
    static final int AT_ONCE = 64;

    private final int capacity;
    private final ExecutionStore store;
    private final ServerLease lease;
    private final WorkflowSource workflows;
    private final Conditions conditions;
    private final RunningExecutions running;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger fillers = new AtomicInteger();
    /** Found waiting and not taken yet, the oldest first; used by whoever fills. */
    private final Deque<ExecutionId> waiting = new ArrayDeque<>();

    private volatile boolean backlog;
    private volatile boolean open;
    /** A job could not be launched: trying the next one at once, and all that wait, would do the same. */
    private volatile boolean pausing;

    Admission(
            int capacity,
            ExecutionStore store,
            ServerLease lease,
            WorkflowSource workflows,
            Conditions conditions,
            RunningExecutions running) {
        this.capacity = capacity;
        this.store = store;
        this.lease = lease;
        this.workflows = workflows;
        this.conditions = conditions;
        this.running = running;
        running.whenRoomIsFree(this::leave);
        running.whenNothingLaunches(() -> pausing = true);
    }

    /** From now on executions run. */
    void open() {
        open = true;
        queued();
    }

    /** From now on none starts. */
    void close() {
        open = false;
    }

    /** Whether there is room and nobody waits; if so, one place is taken and {@link #leave} must follow. */
    boolean tryEnter() {
        return open && !backlog && !pausing && take();
    }

    private boolean take() {
        return inside.getAndUpdate(count -> count < capacity ? count + 1 : count) < capacity;
    }

    void leave() {
        inside.decrementAndGet();
        fill();
    }

    /** Rows became pending: takes some of them if there is room. */
    void queued() {
        backlog = true;
        fill();
    }

    /** Looks whether rows are pending that nobody told of. While it looks, others may enter. */
    void look() {
        pausing = false;
        if (backlog || (open && lease.hasPending())) {
            queued();
        }
    }

    /**
     * Takes pending executions while there is room. One thread does it; who comes meanwhile makes it look again. After
     * some it leaves the rest to a thread that has nothing else to do; if there is none, to whoever comes next.
     */
    void fill() {
        if (!open || !backlog || fillers.getAndIncrement() > 0) {
            return;
        }
        int quota = AT_ONCE;
        int seen;
        do {
            seen = fillers.get();
            try {
                quota = admitWhatFits(quota);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "pending executions wait for the next look: " + e.getMessage());
                fillers.set(0);
                return;
            }
            if (quota == 0) {
                fillers.set(0);
                if (open && backlog && !pausing) {
                    running.offer(this::fill);
                }
                return;
            }
        } while (fillers.addAndGet(-seen) > 0);
    }

    /** @return what is left of the quota; with 0 there may be more to do */
    private int admitWhatFits(int quota) {
        int left = quota;
        Set<ExecutionId> tried = new HashSet<>();
        while (open && backlog && !pausing && inside.get() < capacity) {
            if (waiting.isEmpty()) {
                // Said before looking: a row that becomes pending after the look says otherwise again.
                backlog = false;
                waiting.addAll(lease.pending(BATCH));
                backlog = backlog || waiting.size() == BATCH;
            }
            while (!waiting.isEmpty()) {
                // One that came back at once waits for the next look, or this would not end.
                if (left == 0 || pausing || !tried.add(waiting.peek()) || !take()) {
                    backlog = true;
                    return left;
                }
                left--;
                ExecutionId id = waiting.remove();
                boolean began = false;
                try {
                    began = admit(id);
                } finally {
                    if (!began) {
                        inside.decrementAndGet();
                    }
                }
            }
        }
        return left;
    }

    /** @return false if it could not be taken, or was over at once */
    private boolean admit(ExecutionId id) {
        Optional<ExecutionStore.Claim> claim = store.claim(id);
        if (claim.isEmpty()) {
            return false;
        }
        Optional<RunningExecution> loaded = load(id, claim.get());
        loaded.ifPresent(running::begin);
        return loaded.isPresent();
    }

    /** An execution from its rows; empty, and failed for good, if its workflow is not there any more. */
    private Optional<RunningExecution> load(ExecutionId id, ExecutionStore.Claim claim) {
        ExecutionStore.Stored stored = store.load(id).orElseThrow();
        try {
            RunningExecution execution = restore(stored);
            if (claim.interrupted()) {
                execution.interrupted(claim.attempts());
                List<TaskWrite> doubts = Doubts.of(execution, execution.root(), stored.tasks(), store.now());
                if (!doubts.isEmpty()) {
                    store.write(id, claim.epoch(), doubts);
                }
            }
            return Optional.of(execution);
        } catch (FusciaException e) {
            if (e.code() != ErrorCode.WORKFLOW_NOT_FOUND && e.code() != ErrorCode.WORKFLOW_VERSION_NOT_FOUND) {
                store.requeue(id, claim.epoch());
                throw e;
            }
            TaskError error = new TaskError(e.code(), "the execution cannot go on: " + e.getMessage());
            store.end(id, claim.epoch(), ExecutionStatus.FAILED, Optional.of(error), List.of());
            return Optional.empty();
        }
    }

    /** @throws FusciaException if its workflow cannot be read */
    RunningExecution restore(ExecutionStore.Stored stored) {
        Execution row = ExecutionRows.execution(stored.execution());
        WorkflowSource.Version version = workflows.version(row.workflowId(), OptionalInt.of(row.workflowVersion()));
        RunningExecution execution = RunningExecution.restored(stored, version.workflow(), conditions, store.now());
        if (row.cancelRequested()) {
            execution.cancellation().cancel(io.fuscia.task.Cancellation.Reason.REQUESTED);
        } else if (execution.isOverdue(store.now())) {
            execution.cancellation().cancel(io.fuscia.task.Cancellation.Reason.EXECUTION_TIMED_OUT);
        }
        return execution;
    }

    /** Ends an execution that nobody runs: one that is pending, paused or asleep. @return false if that changed */
    boolean settle(ExecutionId id) {
        Optional<ExecutionStore.Stored> stored = store.load(id);
        if (stored.isEmpty() || running.find(id).isPresent()) {
            return false;
        }
        RunningExecution execution = restore(stored.get());
        if (!execution.cancellation().isCancelled()) {
            return false;
        }
        try {
            return running.settle(execution);
        } catch (FusciaException e) {
            if (e.code() == ErrorCode.LEASE_LOST) {
                return false;
            }
            throw e;
        }
    }
}
