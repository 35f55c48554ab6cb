package io.fuscia.execution;

import io.fuscia.input.Conditions;
import io.fuscia.input.NodeId;
import io.fuscia.task.Cancellation;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.NodeDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An execution that runs on this server: its workflow, how far it has come, how to stop it, and the epoch that proves it
 * is ours. It comes when the execution is admitted and goes when its last job ended; the rows outlive it. Thread-safe;
 * pausing, resuming and concluding lock it, so that they never meet.
 */
final class RunningExecution {
    /** Results of iterations wait for others until there are so many, or the first has waited so long. */
    private static final int MOST_UNSAVED = 300;

    private static final long LONGEST_UNSAVED_NANOS = 20_000_000;

    private final ExecutionId id;
    private final LockedWorkflow workflow;
    private final long epoch;
    private final Optional<String> traceparent;
    private final Long deadlineAt;
    private final Cancellation cancellation = new Cancellation();
    private final GraphRun root;
    private final Set<GraphRun> runs = ConcurrentHashMap.newKeySet();
    private final Set<LoopRun> loops = ConcurrentHashMap.newKeySet();
    private final Map<ParentTask, NodeSlot> calls = new ConcurrentHashMap<>();
    private final Optional<ParentTask> parent;
    private final AtomicInteger activity = new AtomicInteger();
    private volatile boolean errors;
    private volatile boolean draining;
    private volatile boolean doubtful;
    private volatile Optional<Set<TaskKey>> interrupted = Optional.empty();
    private final Execution accepted;
    private volatile Execution over;
    private final List<TaskWrite> unsaved = new ArrayList<>();
    private long unsavedSince;
    /** Held before anything else is stored of it by the timer; whoever holds it locks nothing else of the execution. */
    private final Object storing = new Object();

    private boolean paused;
    private int resumed;
    private boolean closed;
    private int jobs;
    private int fruitless;
    private int doneAtLaunch;
    private long retriesSeenUntil;

    private RunningExecution(
            ExecutionRecord row, Optional<ParentTask> parent, LockedWorkflow workflow, Conditions conditions) {
        this.parent = parent;
        this.id = new ExecutionId(row.id);
        this.accepted = ExecutionRows.execution(row);
        this.workflow = workflow;
        this.epoch = row.epoch;
        this.traceparent = Optional.ofNullable(row.traceparent);
        this.deadlineAt = row.deadlineAt;
        this.root = new GraphRun(
                List.of(),
                Iteration.NONE,
                new GraphProgress(workflow.graph(), ExecutionRows.payload(row), conditions),
                cancellation,
                this::add,
                () -> errors = true);
        runs.add(root);
    }

    /** The same, started from outside. */
    static RunningExecution fresh(ExecutionRecord row, LockedWorkflow workflow, Conditions conditions, long now) {
        return fresh(row, Optional.empty(), workflow, conditions, now);
    }

    /** An execution that starts: its triggers are decided, to be stored with the first node. */
    static RunningExecution fresh(
            ExecutionRecord row,
            Optional<ParentTask> parent,
            LockedWorkflow workflow,
            Conditions conditions,
            long now) {
        RunningExecution execution = new RunningExecution(row, parent, workflow, conditions);
        execution.fire(row.triggerNode, now);
        execution.stopBranchesNotNeeded(now);
        return execution;
    }

    /** An execution that goes on after what its rows say is done. */
    static RunningExecution restored(
            ExecutionStore.Stored stored, LockedWorkflow workflow, Conditions conditions, long now) {
        RunningExecution execution = new RunningExecution(stored.execution(), stored.parent(), workflow, conditions);
        execution.root.restore(stored.tasks(), stored.failures());
        execution.errors |= stored.failedInside();
        execution.fire(stored.execution().triggerNode, now);
        execution.stopBranchesNotNeeded(now);
        execution.paused = stored.execution().status.equals(ExecutionStatus.PAUSED.text());
        return execution;
    }

    private void fire(String fired, long now) {
        for (NodeDefinition node : workflow.graph().nodes()) {
            if (node instanceof NodeDefinition.Trigger
                    && root.progress().result(node.id()).isEmpty()) {
                NodeEnd end = node.id().value().equals(fired)
                        ? NodeEnd.succeeded(root.progress().trigger(), jakarta.json.JsonValue.EMPTY_JSON_ARRAY)
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
        return root.progress();
    }

    /** The outermost graph. */
    GraphRun root() {
        return root;
    }

    /** All graphs that run now: the outermost one, and the bodies of loops for the items that are worked on. */
    Set<GraphRun> runs() {
        return runs;
    }

    /** All loops that run now. */
    Set<LoopRun> loops() {
        return loops;
    }

    /** Whether any node failed, in whatever graph. */
    boolean hasErrors() {
        return errors;
    }

    /** Its end is stored. */
    void over(ExecutionStatus status, long at, Optional<TaskError> error) {
        boolean requested = cancellation
                .reason()
                .filter(reason -> reason == Cancellation.Reason.REQUESTED)
                .isPresent();
        over = accepted.ended(status, Instant.ofEpochMilli(at), requested, error);
    }

    /** The execution as it is stored; empty until its end is. */
    Optional<Execution> over() {
        return Optional.ofNullable(over);
    }

    boolean hasLoops() {
        return workflow.graph().nodes().stream().anyMatch(NodeDefinition.Loop.class::isInstance);
    }

    /** It ran on a server that ended without a word, with these tasks on record as running. */
    void interrupted(Set<TaskKey> attempts) {
        interrupted = Optional.of(attempts);
    }

    /** What was on record as running when a server ended without a word; empty if none did. */
    Optional<Set<TaskKey>> interrupted() {
        return interrupted;
    }

    /** Starts no more nodes here: it goes on elsewhere or later. */
    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    /** Something that was begun is not on record. */
    void doubt() {
        doubtful = true;
    }

    boolean isDoubtful() {
        return doubtful;
    }

    /** The task that started it; empty if it was started from outside. */
    Optional<ParentTask> parent() {
        return parent;
    }

    /** Whether its nodes call other workflows. */
    boolean callsOthers() {
        return !workflow.subWorkflows().isEmpty();
    }

    /** A node, in whatever graph, waits for an execution that it called. */
    void waitsFor(ParentTask call, NodeSlot slot) {
        calls.put(call, slot);
    }

    void waitsNoMore(ParentTask call) {
        calls.remove(call);
    }

    /** What a node called is over. */
    void signal(ParentTask call, long now) {
        NodeSlot slot = calls.get(call);
        if (slot != null) {
            slot.signal(now);
        }
    }

    /** Something that it called completed with errors. */
    void hadErrors() {
        errors = true;
    }

    /** Something was tried. */
    void tried() {
        activity.incrementAndGet();
    }

    Cancellation cancellation() {
        return cancellation;
    }

    NodeSlot slot(NodeId node) {
        return root.slot(node);
    }

    boolean isOverdue(long now) {
        return deadlineAt != null && deadlineAt <= now;
    }

    /** Whether nodes may start: nobody wants it to end or to rest. */
    boolean mayStart() {
        if (draining) {
            return false;
        }
        synchronized (this) {
            if (paused || closed) {
                return false;
            }
        }
        return !cancellation.isCancelled();
    }

    void stopBranchesNotNeeded(long now) {
        root.stopBranchesNotNeeded(now);
    }

    /** A node of the outermost graph ended without running; stored with the next commit. */
    void decided(NodeId node, NodeEnd end, long now) {
        root.decided(node, end, now);
    }

    /** To be stored with the next commit. */
    void add(TaskWrite write) {
        synchronized (unsaved) {
            if (unsaved.isEmpty()) {
                unsavedSince = System.nanoTime();
            }
            unsaved.add(write);
        }
    }

    /** Whether what waits to be stored should be stored now: a crash would cost too much work. */
    boolean unsavedAreDue() {
        synchronized (unsaved) {
            return unsaved.size() >= MOST_UNSAVED
                    || (!unsaved.isEmpty() && System.nanoTime() - unsavedSince >= LONGEST_UNSAVED_NANOS);
        }
    }

    /**
     * Takes what waits to be stored; {@link #putBack} if it could not be. Waits while the timer stores what it took
     * before: a loop's end, or the execution's, is never stored before the results that it counts.
     */
    List<TaskWrite> takeUnsaved() {
        synchronized (storing) {
            synchronized (unsaved) {
                List<TaskWrite> taken = List.copyOf(unsaved);
                unsaved.clear();
                return taken;
            }
        }
    }

    /** Takes what waits to be stored and stores it, and more with it, before anybody else can take any. */
    void storeUnsaved(List<TaskWrite> more, Consumer<List<TaskWrite>> store) {
        synchronized (storing) {
            List<TaskWrite> taken = takeUnsaved();
            boolean stored = false;
            try {
                List<TaskWrite> all = new ArrayList<>(taken);
                all.addAll(more);
                if (!all.isEmpty()) {
                    store.accept(all);
                }
                stored = true;
            } finally {
                if (!stored) {
                    putBack(taken);
                }
            }
        }
    }

    void putBack(List<TaskWrite> taken) {
        synchronized (unsaved) {
            if (unsaved.isEmpty()) {
                unsavedSince = System.nanoTime();
            }
            unsaved.addAll(0, taken);
        }
    }

    Optional<TaskError> fatal() {
        return root.fatal();
    }

    synchronized void pause() {
        paused = true;
    }

    synchronized void resume() {
        paused = false;
        resumed++;
    }

    /** How often it was resumed; to be asked before its row is read. */
    synchronized int resumed() {
        return resumed;
    }

    /** Its row said that it is paused, unless it was resumed since: the row may have been read before that. */
    synchronized void wasPaused(int asOf) {
        paused |= resumed == asOf;
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
        int done = root.progress().endedCount() + activity.get();
        fruitless = done > doneAtLaunch ? 0 : fruitless + 1;
        doneAtLaunch = done;
        return fruitless;
    }

    /** Whether a node waits for a retry that is due since the last time this said so, while a job is busy. */
    synchronized boolean hasNewlyDueRetry(long now) {
        if (jobs == 0) {
            return false;
        }
        boolean due = Stream.concat(
                        runs.stream().flatMap(RunningExecution::retries),
                        loops.stream().flatMap(loop -> loop.nextRetry().stream()))
                .anyMatch(time -> time <= now && time > retriesSeenUntil);
        if (due) {
            retriesSeenUntil = now;
        }
        return due;
    }

    /** When the retries are due that nodes of a graph wait for while nobody is inside of them. */
    private static Stream<Long> retries(GraphRun run) {
        return run.slots().entrySet().stream()
                .filter(entry -> !entry.getValue().isBusy()
                        && run.progress().result(entry.getKey()).isEmpty())
                .flatMap(entry -> entry.getValue().retryDueAt().stream());
    }

    /** A job ended. Tells whether it was the last one. */
    synchronized boolean jobEnded() {
        jobs = Math.max(0, jobs - 1);
        return jobs == 0;
    }
}
