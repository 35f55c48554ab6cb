package io.fuscia.execution;

import io.fuscia.task.Cancellation;
import jakarta.json.JsonObject;
import java.util.Optional;

/**
 * One node of a running execution while it has not ended: who runs it, how often it was tried, whether it has a row. One
 * thread at a time is inside; the watcher that stores what has been running for long comes in between. Thread-safe.
 */
final class NodeSlot {
    private boolean busy;
    private boolean askedMeanwhile;
    private boolean begun;
    private boolean rowExists;
    private int attempts;
    private int failures;
    private Long storageFailsSince;
    private Long retryDueAt;
    private Long firstStartedAt;
    private boolean droppedOut;
    private RunningAttempt current;
    private Cancellation inside;
    private boolean calling;
    private boolean signalled;
    private final Object opening = new Object();

    /**
     * An attempt under way.
     *
     * @param startedAt milliseconds since the epoch
     * @param input credentials blanked; empty until evaluated
     * @param stored whether it has a row
     */
    record RunningAttempt(
            int number, long startedAt, Optional<JsonObject> input, Cancellation cancellation, boolean stored) {
        RunningAttempt with(JsonObject evaluated) {
            return new RunningAttempt(number, startedAt, Optional.of(evaluated), cancellation, stored);
        }

        RunningAttempt asStored() {
            return new RunningAttempt(number, startedAt, input, cancellation, true);
        }
    }

    /** As a row says it. */
    synchronized void restore(int made, int failed, Long dueAt, Long startedAt) {
        rowExists = true;
        attempts = made;
        failures = failed;
        retryDueAt = dueAt;
        firstStartedAt = startedAt;
    }

    /** The last attempt goes on in an execution of its own. */
    synchronized void called() {
        calling = true;
        rowExists = true;
    }

    synchronized boolean isCalling() {
        return calling;
    }

    synchronized void callEnded() {
        calling = false;
    }

    /** From now on signals count. */
    synchronized void looks() {
        signalled = false;
    }

    /** What it waits for may have come. */
    synchronized void signal(long now) {
        signalled = true;
        retryDueAt = now;
    }

    /** Rests until then or a signal. @return false if there was one since it looked */
    synchronized boolean restUnlessSignalled(long time) {
        if (!signalled) {
            retryDueAt = time;
        }
        return !signalled;
    }

    /** Goes inside, unless another thread is: then false, and that one looks once more before it leaves. */
    synchronized boolean enter() {
        if (busy) {
            askedMeanwhile = true;
            return false;
        }
        busy = true;
        askedMeanwhile = false;
        return true;
    }

    /** Whether another thread wanted to come in since this was asked or the one inside came: it may know more. */
    synchronized boolean wasAskedMeanwhile() {
        boolean asked = askedMeanwhile;
        askedMeanwhile = false;
        return asked;
    }

    /** Who is inside stays a while. */
    synchronized void begins() {
        begun = true;
    }

    synchronized boolean hasBegun() {
        return begun;
    }

    synchronized void leave() {
        busy = false;
        begun = false;
        current = null;
        inside = null;
    }

    synchronized boolean isBusy() {
        return busy;
    }

    synchronized RunningAttempt begin(long now, Cancellation cancellation) {
        attempts++;
        retryDueAt = null;
        if (firstStartedAt == null) {
            firstStartedAt = now;
        }
        current = new RunningAttempt(attempts, now, Optional.empty(), cancellation, false);
        return current;
    }

    synchronized void evaluated(JsonObject input) {
        current = current.with(input);
    }

    /** Takes the attempt out: from now on the watcher does not see it. */
    synchronized RunningAttempt finish() {
        RunningAttempt finished = current;
        current = null;
        return finished;
    }

    /** An attempt may have been made that nobody saw: it counts. @return its number */
    synchronized int mayHaveBegun(long at) {
        rowExists = true;
        if (firstStartedAt == null) {
            firstStartedAt = at;
        }
        return ++attempts;
    }

    /** How to stop what is inside: an attempt, a wait for the next one, or a loop. */
    synchronized Optional<Cancellation> running() {
        return current == null ? Optional.ofNullable(inside) : Optional.of(current.cancellation());
    }

    /** Whoever is inside waits for the next attempt; null: no more. */
    synchronized void waits(Cancellation cancellation) {
        inside = cancellation;
    }

    /** Held while a loop is opened or closed, so that its workers never meet there. */
    Object opening() {
        return opening;
    }

    /** A loop is inside. */
    synchronized void loops(Cancellation cancellation, long startedAt) {
        inside = cancellation;
        retryDueAt = null;
        if (firstStartedAt == null) {
            firstStartedAt = startedAt;
        }
    }

    /**
     * A loop has nothing to do before.
     *
     * @param time milliseconds since the epoch; null if it can go on at once
     */
    synchronized void restUntil(Long time) {
        retryDueAt = time;
    }

    synchronized void rowStored() {
        rowExists = true;
    }

    /** Calls the action with an attempt that started before the time and has no row, and notes that it has one then. */
    synchronized void storeIfOlder(long time, java.util.function.BiConsumer<NodeSlot, RunningAttempt> action) {
        if (current != null && !current.stored() && current.startedAt() <= time) {
            action.accept(this, current);
            current = current.asStored();
            rowExists = true;
        }
    }

    /** A join needs this branch no more: no further attempt does anything. */
    synchronized void dropOut() {
        droppedOut = true;
    }

    synchronized boolean isDroppedOut() {
        return droppedOut;
    }

    synchronized int failed() {
        return ++failures;
    }

    /** An attempt failed because the engine could not store something. @return when that began, milliseconds since the epoch */
    synchronized long storageFailed(long now) {
        if (storageFailsSince == null) {
            storageFailsSince = now;
        }
        return storageFailsSince;
    }

    synchronized void storageWorks() {
        storageFailsSince = null;
    }

    synchronized void retryAt(long time) {
        retryDueAt = time;
        rowExists = true;
    }

    synchronized Optional<Long> retryDueAt() {
        return Optional.ofNullable(retryDueAt);
    }

    synchronized boolean rowExists() {
        return rowExists;
    }

    synchronized int attempts() {
        return attempts;
    }

    synchronized Long firstStartedAt() {
        return firstStartedAt;
    }
}
