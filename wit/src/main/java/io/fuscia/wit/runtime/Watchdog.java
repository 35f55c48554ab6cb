package io.fuscia.wit.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * One daemon thread that looks at all running calls every few milliseconds, and when the next deadline passes that it
 * knows of; it sleeps while there are none.
 */
final class Watchdog implements AutoCloseable {
    private static final long TICK_NANOS = 5_000_000;
    /** Between two looks in any case, however many deadlines there are. */
    private static final long PAUSE_NANOS = 500_000;

    private static final int IDLE_TICKS = 200;

    private final Set<CallGuard> guards = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "fuscia-wit-watchdog");
    private volatile boolean asleep;
    private volatile boolean closed;

    Watchdog() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Looks at a guard from now on, until it {@link #forget forgets} it. */
    void watch(CallGuard guard) {
        guards.add(guard);
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    void forget(CallGuard guard) {
        guards.remove(guard);
    }

    private void run() {
        int idle = 0;
        while (!closed) {
            long next = checkAll();
            idle = guards.isEmpty() ? idle + 1 : 0;
            if (idle < IDLE_TICKS) {
                LockSupport.parkNanos(Math.max(PAUSE_NANOS, Math.min(TICK_NANOS, next)));
            } else {
                asleep = true;
                if (guards.isEmpty() && !closed) {
                    LockSupport.park();
                }
                asleep = false;
            }
        }
    }

    /** Whatever happens here, the next round must come: without it no guest would ever be stopped. */
    private long checkAll() {
        long next = Long.MAX_VALUE;
        try {
            for (CallGuard guard : guards) {
                next = Math.min(next, guard.check());
            }
        } catch (OutOfMemoryError e) {
            // A guest may be what fills the heap; the next round stops it.
            return TICK_NANOS;
        }
        return next;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
