package io.fuscia.wit.runtime;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.machine.GuestThread;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Watches one instance's running call and stops it by interrupting its thread. The interrupt flag that it sets never
 * outlives the call; one that was set from outside does. {@link #begin}, {@link #end} and {@link #close} belong to the
 * calling thread, everything else to any.
 *
 * <p>A call that nobody stops takes no lock. Calls are numbered, and {@link #state} has the number with what becomes of
 * that call; only who turns exactly {@code RUNNING} into {@code STOPPED} may interrupt, and does so under the lock that
 * the end of a stopped call waits for.
 */
final class CallGuard {
    private static final int IDLE = 0;
    private static final int RUNNING = 1;
    private static final int STOPPED = 2;
    private static final int PHASE = 3;
    private static final int NEXT_CALL = PHASE + 1;
    /** How long other guests make way for one that must stop: what blocks in the host may not stop at all. */
    private static final long MAKE_WAY_NANOS = 100_000_000;

    private final Watchdog watchdog;
    private final AtomicLong state = new AtomicLong();
    private final Runnable onCancel = this::cancel;
    /** Whether the watchdog has it; it forgets guards that it finds idle. */
    private volatile boolean watched;
    // Written before the state says that the call runs, not again before it says that the call is over.
    private Thread thread;
    private boolean bounded;
    private long until;
    private CancellationToken token;
    private volatile TrapCode reason;
    /** Whether other guests make way for this call to stop, and until when; under this lock. */
    private boolean awaited;

    private long awaitedUntil;

    CallGuard(Watchdog watchdog) {
        this.watchdog = watchdog;
    }

    /**
     * Begins a call.
     *
     * @param wallMillis how long it may take, 0 for no bound
     * @param options what else bounds it
     */
    void begin(long wallMillis, CallOptions options) {
        Deadline asked = options.deadline();
        thread = Thread.currentThread();
        token = options.token();
        bounded = wallMillis != 0 || asked.bounded();
        boolean late = false;
        if (bounded) {
            long now = System.nanoTime();
            long own = now + wallMillis * 1_000_000L;
            until = wallMillis == 0 || (asked.bounded() && asked.nanoTime() - own < 0) ? asked.nanoTime() : own;
            late = until - now <= 0;
        }
        long call = state.get() + NEXT_CALL;
        if (late) {
            reason = TrapCode.DEADLINE;
        }
        state.set(call + (late ? STOPPED : RUNNING));
        if (!watched) {
            watch();
        }
        if (token != null) {
            token.add(onCancel);
        }
    }

    void end() {
        if (token != null) {
            token.remove(onCancel);
            token = null;
        }
        long now = state.get();
        if (phase(now) != RUNNING || !state.compareAndSet(now, now - RUNNING)) {
            endStopped();
        }
        thread = null;
    }

    private synchronized void endStopped() {
        // The flag is ours: Thread.interrupted clears it.
        Thread.interrupted();
        state.set(state.get() & ~(long) PHASE);
        awaitNoMore();
    }

    private void awaitNoMore() {
        if (awaited) {
            awaited = false;
            GuestThread.stopped();
        }
    }

    /** The instance is not called any more. */
    void close() {
        if (watched) {
            watchdog.forget(this);
            watched = false;
        }
    }

    private void watch() {
        watched = true;
        watchdog.watch(this);
    }

    private static int phase(long state) {
        return (int) state & PHASE;
    }

    /**
     * Called by the watchdog now and then; interrupts again until the call ends, should the flag have been swallowed.
     * Forgets the guard if no call runs; a call that begins at this moment brings it back.
     *
     * @return nanoseconds until a deadline will have passed, {@link Long#MAX_VALUE} if none is known
     */
    long check() {
        long now = state.get();
        switch (phase(now)) {
            case IDLE -> {
                watchdog.forget(this);
                watched = false;
                if (phase(state.get()) != IDLE && !watched) {
                    watch();
                }
            }
            case RUNNING -> {
                long left = bounded ? until - System.nanoTime() : Long.MAX_VALUE;
                if (left > 0) {
                    return left;
                }
                stop(now, TrapCode.DEADLINE);
            }
            default -> interruptAgain(now);
        }
        return Long.MAX_VALUE;
    }

    void cancel() {
        long now = state.get();
        switch (phase(now)) {
            case RUNNING -> stop(now, TrapCode.CANCELLED);
            case STOPPED -> interruptAgain(now);
            default -> {
                // Nothing to cancel.
            }
        }
    }

    /** Stops exactly the call that was looked at: another may have begun since. */
    private synchronized void stop(long running, TrapCode why) {
        if (state.compareAndSet(running, running - RUNNING + STOPPED)) {
            reason = why;
            thread.interrupt();
            awaited = true;
            awaitedUntil = System.nanoTime() + MAKE_WAY_NANOS;
            GuestThread.stopping();
        }
    }

    private synchronized void interruptAgain(long stopped) {
        if (state.get() == stopped) {
            thread.interrupt();
            if (System.nanoTime() - awaitedUntil >= 0) {
                awaitNoMore();
            }
        }
    }

    /** Returns when the call must have ended; for the calling thread. */
    Deadline deadline() {
        return new Deadline(bounded, until);
    }

    /** Returns the trap that ends the call, null if it may go on; for the calling thread. */
    Trap stopped() {
        long now = state.get();
        if (phase(now) == RUNNING
                && bounded
                && until - System.nanoTime() <= 0
                && state.compareAndSet(now, now - RUNNING + STOPPED)) {
            // No need to interrupt oneself.
            reason = TrapCode.DEADLINE;
        }
        return stopRequested();
    }

    /** Returns the trap that ends the call if somebody stopped it, without a look at the clock; for the calling thread. */
    Trap stopRequested() {
        if (phase(state.get()) != STOPPED) {
            return null;
        }
        synchronized (this) {
            return new Trap(
                    reason, reason == TrapCode.DEADLINE ? "the call ran past its deadline" : "the call was cancelled");
        }
    }
}
