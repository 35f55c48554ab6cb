package io.fuscia.wit.runtime;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;

/**
 * Watches one instance's running call and stops it by interrupting its thread. The interrupt flag that it sets never
 * outlives the call; one that was set from outside does. {@link #begin} and {@link #end} belong to the calling thread,
 * everything else to any.
 */
final class CallGuard {
    private final Watchdog watchdog;
    private final Runnable onCancel = this::cancel;
    private Thread thread;
    private Deadline deadline = Deadline.NONE;
    private CancellationToken token;
    private TrapCode stopped;

    CallGuard(Watchdog watchdog) {
        this.watchdog = watchdog;
    }

    void begin(Deadline until, CancellationToken cancelledBy) {
        synchronized (this) {
            thread = Thread.currentThread();
            deadline = until;
            token = cancelledBy;
            stopped = null;
        }
        watchdog.add(this);
        if (cancelledBy != null) {
            cancelledBy.add(onCancel);
        }
    }

    void end() {
        watchdog.remove(this);
        if (token != null) {
            token.remove(onCancel);
        }
        synchronized (this) {
            if (stopped != null) {
                // The flag is ours: Thread.interrupted clears it.
                Thread.interrupted();
            }
            thread = null;
            token = null;
        }
    }

    /** Called by the watchdog now and then; interrupts again until the call ends, should the flag have been swallowed. */
    synchronized void check() {
        if (thread == null) {
            return;
        }
        if (stopped == null && deadline.bounded() && deadline.remainingNanos() == 0) {
            stopped = TrapCode.DEADLINE;
        }
        if (stopped != null) {
            thread.interrupt();
        }
    }

    synchronized void cancel() {
        if (thread != null) {
            if (stopped == null) {
                stopped = TrapCode.CANCELLED;
            }
            thread.interrupt();
        }
    }

    synchronized Deadline deadline() {
        return deadline;
    }

    /** Returns the trap that ends the call, null if it may go on. */
    synchronized Trap stopped() {
        if (stopped == null && deadline.bounded() && deadline.remainingNanos() == 0) {
            stopped = TrapCode.DEADLINE;
        }
        if (stopped == null) {
            return null;
        }
        return new Trap(
                stopped, stopped == TrapCode.DEADLINE ? "the call ran past its deadline" : "the call was cancelled");
    }
}
