package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.NodeId;
import io.fuscia.task.Cancellation;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What has to be looked at again and again: timeouts, retries that are due, leases, executions that nobody runs. Called
 * by a timer, by one thread at a time.
 */
public final class Upkeep {
    private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());
    private static final int BATCH = 200;
    private static final long STORE_RUNNING_AFTER = 150;
    private static final long LOOK_EVERY = 1_000;
    private static final long LONG_LOOK = 50;
    private static final long MOST_LOOKS_LEFT_OUT = 20;
    private static final long RENEW_EVERY = 5_000;
    private static final long RECONCILE_EVERY = 10_000;
    private static final long FORGET_EVERY = 600_000;
    private static final long KEYS_KEPT = Duration.ofHours(24).toMillis();

    private static final Duration LONGEST_INTERRUPTION = Duration.ofSeconds(5);

    private final Duration drain;
    private final ExecutionStore store;
    private final ServerLease lease;
    private final RunningExecutions running;
    private final Admission admission;
    private final LongSupplier elapsed;
    private final AfterEnds afterEnds;
    private final Runnable cancelOrphans;
    private final Endings endings;
    private Set<ExecutionId> orphansBefore = Set.of();
    private boolean begun;
    private Set<ExecutionId> awaitedBefore = Set.of();
    /** Looks for what is overdue that are left out, because the last one took long: many executions wait. */
    private long looksLeftOut;

    private long nextLook;
    private long nextRenewal;
    private long nextReconciliation;
    private long nextForgetting;

    /**
     * Over these parts.
     *
     * @param drain how long nodes may go on when the server leaves
     * @param elapsed milliseconds, never going back
     * @param cancelOrphans cancels what runs although the execution that called it is over
     */
    Upkeep(
            Duration drain,
            ExecutionStore store,
            ServerLease lease,
            RunningExecutions running,
            Admission admission,
            LongSupplier elapsed,
            AfterEnds afterEnds,
            Runnable cancelOrphans,
            Endings endings) {
        this.drain = drain;
        this.afterEnds = afterEnds;
        this.cancelOrphans = cancelOrphans;
        this.store = store;
        this.lease = lease;
        this.running = running;
        this.admission = admission;
        this.elapsed = elapsed;
        this.endings = endings;
    }

    /** Takes the lease, queues what this server ran before it ended, and lets executions run; also after {@link #end}. */
    public synchronized void begin() {
        if (begun) {
            return;
        }
        int queued = lease.begin();
        if (queued > 0) {
            LOG.log(System.Logger.Level.INFO, "{0} executions go on that ran when the server ended", queued);
        }
        long now = elapsed.getAsLong();
        nextRenewal = now + RENEW_EVERY;
        nextReconciliation = now + RECONCILE_EVERY;
        nextLook = now;
        nextForgetting = now;
        begun = true;
        admission.open();
    }

    /**
     * Starts nothing more, lets nodes that run finish for a while, interrupts the others, and hands over what is left to
     * whoever comes next. Done again, it does nothing. On any thread; several may wait here.
     */
    public void end() {
        admission.close();
        running.drain();
        if (!running.awaitNone(drain)) {
            running.all().forEach(execution -> running.stop(execution.id(), Cancellation.Reason.SERVER_LEAVES));
            if (!running.awaitNone(drain.compareTo(LONGEST_INTERRUPTION) < 0 ? drain : LONGEST_INTERRUPTION)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} executions are left without a word: what runs of them does not end",
                        running.count());
            }
        }
        synchronized (this) {
            if (!begun) {
                return;
            }
            begun = false;
        }
        try {
            lease.end();
        } catch (RuntimeException e) {
            // It ends by itself, only later.
            LOG.log(System.Logger.Level.INFO, "the lease could not be given back: {0}", e.getMessage());
        }
    }

    /** Several times a second. Does nothing before {@link #begin} or after {@link #end}. */
    public synchronized void tick() {
        if (!begun) {
            return;
        }
        long now = elapsed.getAsLong();
        guarded(this::lookAtRunning);
        guarded(afterEnds::work);
        if (now >= nextRenewal) {
            nextRenewal = now + RENEW_EVERY;
            guarded(this::renew);
        }
        if (now >= nextLook) {
            nextLook = now + LOOK_EVERY;
            guarded(this::lookAtRows);
        }
        if (now >= nextReconciliation) {
            nextReconciliation = now + RECONCILE_EVERY;
            guarded(this::reconcile);
            guarded(cancelOrphans);
        }
        if (now >= nextForgetting) {
            nextForgetting = now + FORGET_EVERY;
            guarded(() -> store.forgetKeysBefore(store.now() - KEYS_KEPT));
        }
    }

    /** Looks now at what is due, without waiting for the time to look. */
    public synchronized void wake() {
        looksLeftOut = 0;
        lookAtRunning();
        afterEnds.work();
        lookAtRows();
    }

    private static void guarded(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "upkeep will try again: " + e.getMessage(), e);
        }
    }

    private void lookAtRunning() {
        long now = store.now();
        for (RunningExecution execution : running.all()) {
            guarded(() -> lookAt(execution, now));
        }
    }

    private void lookAt(RunningExecution execution, long now) {
        if (execution.isOverdue(now)) {
            running.stop(execution.id(), Cancellation.Reason.EXECUTION_TIMED_OUT);
        }
        execution.loops().forEach(loop -> loop.stopIfOverdue(now));
        storeLongRunning(execution, now);
        storeUnsaved(execution);
        if (execution.hasNewlyDueRetry(now)) {
            running.relaunch(execution);
        }
    }

    /** Results that wait for others to be stored with do not wait for a node that takes its time. */
    private void storeUnsaved(RunningExecution execution) {
        if (execution.isClosed() || !execution.unsavedAreDue()) {
            return;
        }
        execution.storeUnsaved(List.of(), all -> store.write(execution.id(), execution.epoch(), all));
    }

    /** A node that runs for a while is shown as running, and what was decided meanwhile is stored. */
    private void storeLongRunning(RunningExecution execution, long now) {
        for (GraphRun run : execution.runs()) {
            run.slots()
                    .forEach((node, slot) -> slot.storeIfOlder(
                            now - STORE_RUNNING_AFTER,
                            (held, attempt) -> execution.storeUnsaved(
                                    List.of(running(run, node, held, attempt)),
                                    all -> store.write(execution.id(), execution.epoch(), all))));
        }
    }

    private static TaskWrite running(GraphRun run, NodeId node, NodeSlot slot, NodeSlot.RunningAttempt attempt) {
        return new TaskWrite(
                run.path(node),
                run.graph().node(node).type(),
                run.iteration(),
                slot.rowExists(),
                TaskStatus.RUNNING,
                attempt.number(),
                attempt.input(),
                Optional.empty(),
                jakarta.json.JsonValue.EMPTY_JSON_ARRAY,
                Optional.empty(),
                null,
                slot.firstStartedAt(),
                null,
                Optional.of(new TaskWrite.AttemptWrite(
                        false,
                        attempt.number(),
                        TaskStatus.RUNNING,
                        attempt.startedAt(),
                        null,
                        Optional.empty(),
                        List.of())));
    }

    private void lookAtRows() {
        // What ends here is told here, at once; only what was awaited a look ago already may have ended elsewhere.
        Set<ExecutionId> awaited = endings.awaited();
        Set<ExecutionId> forLong = new HashSet<>(awaited);
        forLong.retainAll(awaitedBefore);
        store.over(forLong).forEach(id -> endings.over(id, Optional.empty()));
        awaitedBefore = awaited;
        if (lease.wake() > 0) {
            admission.queued();
        } else {
            admission.look();
        }
        if (looksLeftOut > 0) {
            looksLeftOut--;
            return;
        }
        long from = elapsed.getAsLong();
        List<ExecutionId> overdue = lease.overdue(BATCH);
        looksLeftOut = Math.min(MOST_LOOKS_LEFT_OUT, (elapsed.getAsLong() - from) / LONG_LOOK);
        for (ExecutionId id : overdue) {
            guarded(() -> {
                if (running.find(id).isEmpty()) {
                    admission.settle(id);
                } else {
                    running.stop(id, reason(id));
                }
            });
        }
    }

    private Cancellation.Reason reason(ExecutionId id) {
        boolean requested = store.load(id)
                .filter(stored -> stored.execution().cancelRequestedAt != null)
                .isPresent();
        return requested ? Cancellation.Reason.REQUESTED : Cancellation.Reason.EXECUTION_TIMED_OUT;
    }

    private void renew() {
        if (!lease.renew()) {
            LOG.log(System.Logger.Level.ERROR, "the lease was lost; executions that run here are left to others");
            running.all().forEach(execution -> running.stop(execution.id(), Cancellation.Reason.SERVER_LEAVES));
        }
        takeOver();
    }

    /** Looks for servers that live no more and takes their executions. */
    void takeOver() {
        if (lease.takeOver() > 0) {
            admission.queued();
        }
    }

    /** Rows that say running, of executions that do not run, twice in a row: something was lost on the way. */
    private void reconcile() {
        Set<ExecutionId> orphans = new HashSet<>();
        for (ExecutionId id : lease.running(BATCH + running.count())) {
            if (running.find(id).isEmpty()) {
                orphans.add(id);
            }
        }
        for (ExecutionId id : orphans) {
            if (orphansBefore.contains(id)) {
                guarded(() -> requeue(id));
            }
        }
        orphansBefore = orphans;
    }

    private void requeue(ExecutionId id) {
        try {
            store.load(id).ifPresent(stored -> store.requeue(id, stored.execution().epoch));
            admission.queued();
        } catch (FusciaException e) {
            if (e.code() != ErrorCode.LEASE_LOST) {
                throw e;
            }
        }
    }
}
