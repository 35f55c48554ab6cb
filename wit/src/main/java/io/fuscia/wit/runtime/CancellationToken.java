package io.fuscia.wit.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stops running calls from another thread; one token may be given to many calls. Thread-safe; cancelling is final. */
public final class CancellationToken {
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    /** Stops the calls that run with this token, and those that start later. */
    public void cancel() {
        cancelled = true;
        listeners.forEach(Runnable::run);
    }

    /** Returns whether it was cancelled. */
    public boolean isCancelled() {
        return cancelled;
    }

    void add(Runnable listener) {
        listeners.add(listener);
        if (cancelled) {
            listener.run();
        }
    }

    void remove(Runnable listener) {
        listeners.remove(listener);
    }
}
