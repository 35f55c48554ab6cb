package io.fuscia.task;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Stops running attempts from another thread; one token may serve many. Thread-safe; cancelling is final. */
public final class Cancellation {
    private final AtomicReference<Reason> reason = new AtomicReference<>();
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

    /** Why an attempt is stopped. */
    public enum Reason {
        /** Someone asked for it. */
        REQUESTED,
        /** Another node's failure failed the execution, or a join needs this branch no more. */
        NOT_NEEDED,
        /** The execution's wall time is over. */
        EXECUTION_TIMED_OUT,
        /** The server stops, or lost the execution to another; the attempt will be made again. */
        SERVER_LEAVES
    }

    /** Asks for the end; only the first reason counts. Listeners run on this thread. */
    public void cancel(Reason why) {
        if (reason.compareAndSet(null, Objects.requireNonNull(why, "why"))) {
            listeners.forEach(Listener::fire);
        }
    }

    /** Whether it was cancelled. */
    public boolean isCancelled() {
        return reason.get() != null;
    }

    /** Why it was cancelled; empty if it was not. */
    public Optional<Reason> reason() {
        return Optional.ofNullable(reason.get());
    }

    /**
     * Registers what to do when it is cancelled, at most once; at once and on this thread if it already is.
     *
     * @param action short and not blocking
     * @return closing it takes the action back, if it has not run yet
     */
    public Registration onCancel(Runnable action) {
        Listener listener = new Listener(action);
        listeners.add(listener);
        if (isCancelled()) {
            listener.fire();
        }
        return () -> listeners.remove(listener);
    }

    /** An action that waits for a cancellation. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Listener {
        private final AtomicReference<Runnable> action;

        private Listener(Runnable action) {
            this.action = new AtomicReference<>(Objects.requireNonNull(action, "action"));
        }

        private void fire() {
            Runnable once = action.getAndSet(null);
            if (once != null) {
                once.run();
            }
        }
    }
}
