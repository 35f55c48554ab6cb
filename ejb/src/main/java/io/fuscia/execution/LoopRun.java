package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.task.Cancellation;
import io.fuscia.workflow.LoopFailureMode;
import io.fuscia.workflow.NodeDefinition;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A loop that runs: its items, the cursor from which its workers pull them, and what ended. Apart from the items it holds
 * one byte per item, one graph per worker, and those of iterations that wait for a retry, of which there are at most
 * {@value #MOST_WAITING}. The results of a loop over more than {@value #MOST_KEPT} items are only in its rows until the
 * last one is there. In parallel, an iteration that
 * waits for a workflow that it called keeps its place; one that waits for a retry does not. Thread-safe.
 */
final class LoopRun {
    static final int MOST_WAITING = 1_000;
    static final int MOST_KEPT = 1_000;

    private static final byte SUCCEEDED = 1;
    private static final byte FAILED = 2;
    private static final byte CANCELLED = 3;

    private final RunningExecution execution;
    private final GraphRun around;
    private final NodeDefinition.Loop loop;
    private final LoopItems items;
    private final boolean restored;
    private final Long deadline;
    private final Cancellation cancellation = new Cancellation();
    private final Cancellation.Registration link;
    private final Object restoring = new Object();
    private final byte[] states;
    private final JsonObject[] kept;
    private final Map<Integer, Waiting> waiting = new HashMap<>();
    private int doubts;
    private int workers;
    private int next;
    private int active;
    private int ended;
    private boolean stopped;
    private boolean cut;
    private boolean timedOut;
    private TaskError failure;

    /**
     * One item to work on.
     *
     * @param body empty if it has not been begun
     */
    record Taken(int index, Optional<GraphRun> body) {}

    private record Waiting(GraphRun body, long dueAt) {
        /** A signal may have brought it nearer. */
        long wakesAt() {
            return body.nextRetry().orElse(dueAt);
        }
    }

    /** @param deadline milliseconds since the epoch; null for none */
    LoopRun(
            RunningExecution execution,
            GraphRun around,
            NodeDefinition.Loop loop,
            LoopItems items,
            boolean restored,
            Long deadline) {
        this.execution = execution;
        this.around = around;
        this.loop = loop;
        this.items = items;
        this.restored = restored;
        this.deadline = deadline;
        this.states = new byte[items.size()];
        this.kept = items.size() <= MOST_KEPT ? new JsonObject[items.size()] : null;
        this.link = around.cancellation()
                .onCancel(
                        () -> cancellation.cancel(around.cancellation().reason().orElseThrow()));
    }

    RunningExecution execution() {
        return execution;
    }

    GraphRun around() {
        return around;
    }

    NodeDefinition.Loop loop() {
        return loop;
    }

    LoopItems items() {
        return items;
    }

    NodeId id() {
        return loop.id();
    }

    /** Whether iterations may have rows from an earlier life. */
    boolean isRestored() {
        return restored;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** How many workers there may be. */
    int most() {
        return Math.max(1, Math.min(items.size(), loop.concurrency()));
    }

    /** One more worker, unless there are enough. */
    synchronized boolean join() {
        if (workers >= most()) {
            return false;
        }
        workers++;
        return true;
    }

    /** A worker less. Tells whether it was the last one. */
    synchronized boolean leave() {
        return --workers == 0;
    }

    /** Whether an iteration without rows may have been begun before a crash: asked in order, as many may as had workers. */
    synchronized boolean mayHaveBegun() {
        return doubts++ < most();
    }

    /** Whether {@link #mayHaveBegun} has still something to tell, so that it has to be asked in the order of the items. */
    synchronized boolean isDoubtful() {
        return restored && execution.interrupted().isPresent() && doubts < most();
    }

    /** Held by the worker that restores an iteration of which it is not known whether it had begun; before any other lock. */
    Object restoring() {
        return restoring;
    }

    /** How many threads work on it. */
    synchronized int workers() {
        return workers;
    }

    /** The next item: first those whose retry is due. Empty if there is nothing to do now. */
    Optional<Taken> take(long now) {
        stopIfOverdue(now);
        // Not under this lock: who holds the execution's asks for this one.
        return execution.mayStart() ? takeNext(now) : Optional.empty();
    }

    private synchronized Optional<Taken> takeNext(long now) {
        if (stopped || cancellation.isCancelled()) {
            return Optional.empty();
        }
        for (Iterator<Map.Entry<Integer, Waiting>> it = waiting.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<Integer, Waiting> entry = it.next();
            if (entry.getValue().wakesAt() <= now) {
                // Read before it is removed: afterwards an entry is whatever the map made of it.
                Taken taken =
                        new Taken(entry.getKey(), Optional.of(entry.getValue().body()));
                it.remove();
                active++;
                return Optional.of(taken);
            }
        }
        // In sequence, an iteration that waits holds up those after it.
        int most = loop.concurrency() == 1 ? 1 : MOST_WAITING;
        while (next < states.length && waiting.size() < most && active + calling() < most()) {
            int index = next++;
            if (states[index] == 0) {
                active++;
                return Optional.of(new Taken(index, Optional.empty()));
            }
        }
        return Optional.empty();
    }

    /** Whether one more worker would find an item that can be worked on. */
    synchronized boolean canTakeMore(long now) {
        if (workers >= most() || stopped || cancellation.isCancelled()) {
            return false;
        }
        return waiting.values().stream().anyMatch(each -> each.wakesAt() <= now)
                || (next < states.length
                        && (loop.concurrency() > 1 || waiting.isEmpty())
                        && waiting.size() < MOST_WAITING
                        && active + calling() < most());
    }

    /** How many iterations wait for a workflow that they called. */
    private int calling() {
        return (int) waiting.values().stream()
                .filter(each -> each.body().isCalling())
                .count();
    }

    /** Whether an iteration that rests waits for a workflow that it called. */
    synchronized boolean isCalling() {
        return waiting.values().stream().anyMatch(each -> each.body().isCalling());
    }

    /** The iteration cannot go on before. */
    synchronized void wait(int index, GraphRun body, long dueAt) {
        active--;
        waiting.put(index, new Waiting(body, dueAt));
    }

    /** An iteration is over; its failure may stop the others. */
    void ended(int index, NodeEnd end) {
        boolean stop = end.status().isFailure() && loop.failureMode() != LoopFailureMode.CONTINUE;
        synchronized (this) {
            states[index] = state(end);
            if (kept != null) {
                kept[index] = items.result(index, end);
            }
            ended++;
            active = Math.max(0, active - 1);
            stopped |= stop;
            cut |= end.status() == TaskStatus.CANCELLED;
            if (stop && failure == null && loop.failureMode() == LoopFailureMode.STOP_AND_FAIL) {
                TaskError error = end.error().orElseThrow();
                failure = new TaskError(
                        error.code(),
                        "iteration " + index + " failed: " + error.message(),
                        JsonValues.object(Map.of("iteration", items.result(index, end))));
            }
        }
        if (stop) {
            cancellation.cancel(Cancellation.Reason.NOT_NEEDED);
        }
    }

    private static byte state(NodeEnd end) {
        return switch (end.status()) {
            case SUCCEEDED -> SUCCEEDED;
            case FAILED, TIMED_OUT -> FAILED;
            case SKIPPED, CANCELLED, PENDING, RUNNING -> CANCELLED;
        };
    }

    void stopIfOverdue(long now) {
        if (deadline != null && deadline <= now) {
            synchronized (this) {
                timedOut = true;
            }
            cancellation.cancel(Cancellation.Reason.NOT_NEEDED);
        }
    }

    /** How many iterations are over. */
    synchronized int endedCount() {
        return ended;
    }

    /** How many iterations cannot go on before a retry is due. */
    synchronized int waitingCount() {
        return waiting.size();
    }

    /** When an iteration can go on, in milliseconds since the epoch; empty if none waits. */
    synchronized Optional<Long> nextRetry() {
        return waiting.values().stream().map(Waiting::wakesAt).min(Long::compare);
    }

    /** When to look at it again although nothing else happens. */
    Long wakeAt() {
        Optional<Long> retry = nextRetry();
        return retry.map(due -> deadline == null ? due : Long.valueOf(Math.min(due, deadline)))
                .orElse(null);
    }

    /**
     * How the loop ends, asked when no worker is left; empty if it does not end here or now.
     *
     * @param stored fills in, by index, the results of iterations that are over, and leaves the others null
     */
    synchronized Optional<NodeEnd> end(Consumer<JsonObject[]> stored) {
        if (failure != null) {
            return Optional.of(NodeEnd.of(TaskStatus.FAILED, failure));
        }
        if (ended == states.length && !cut) {
            return Optional.of(NodeEnd.succeeded(output(stored), JsonValue.EMPTY_JSON_ARRAY));
        }
        if (around.cancellation().isCancelled()) {
            return Optional.empty();
        }
        if (timedOut) {
            return Optional.of(NodeEnd.of(
                    TaskStatus.TIMED_OUT,
                    new TaskError(
                            ErrorCode.NODE_TIMED_OUT,
                            "the loop took longer than its timeout of "
                                    + loop.settings().timeoutMs().orElse(0) + " ms")));
        }
        if (stopped) {
            return Optional.of(NodeEnd.succeeded(output(stored), JsonValue.EMPTY_JSON_ARRAY));
        }
        return cancellation.isCancelled()
                ? Optional.of(NodeEnd.of(TaskStatus.CANCELLED, GraphRun.notNeeded()))
                : Optional.empty();
    }

    private JsonValue output(Consumer<JsonObject[]> stored) {
        JsonObject[] results = kept;
        if (results == null) {
            results = new JsonObject[states.length];
            stored.accept(results);
        }
        NodeEnd notRun = NodeEnd.of(
                TaskStatus.CANCELLED, new TaskError(ErrorCode.CANCELLED, "an earlier failure stopped the loop"));
        for (int index = 0; index < results.length; index++) {
            if (results[index] == null) {
                results[index] = items.result(index, notRun);
            }
        }
        List<JsonObject> all = Arrays.asList(results);
        return JsonValues.array(all);
    }

    /** Nobody works on it any more. */
    void close() {
        link.close();
    }
}
