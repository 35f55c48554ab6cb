package io.fuscia.wit.machine;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The thread that runs guest code, as that code sees it. Compiled code asks {@code java.lang.Thread} at every back-edge and
 * call whether it is interrupted; it is made to ask here instead (see {@link CodeCompiler}), and the interpreters do too.
 *
 * <p>While a guest anywhere must stop, all others let go of their cores at these points: on a busy machine the guest that
 * must stop would wait for a core only to learn it. Thread-safe.
 */
public final class GuestThread {
    private static final GuestThread CURRENT = new GuestThread();
    private static final AtomicInteger STOPPING = new AtomicInteger();

    private GuestThread() {}

    /** Called by compiled code. */
    public static GuestThread currentThread() {
        return CURRENT;
    }

    /** Called by compiled code: returns whether the calling thread is interrupted. */
    @SuppressWarnings("ThreadPriorityCheck") // Nothing depends on it but how soon another guest stops.
    public boolean isInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            return true;
        }
        if (STOPPING.get() != 0) {
            Thread.yield();
        }
        return false;
    }

    /** Returns how many guests must stop and have not; others make way while there are any. */
    public static int mustStop() {
        return STOPPING.get();
    }

    /** From now on a guest must stop, until as many have {@link #stopped} as must; its thread is interrupted already. */
    public static void stopping() {
        STOPPING.incrementAndGet();
    }

    /** A guest that must stop has stopped, or is not waited for any more. */
    public static void stopped() {
        STOPPING.decrementAndGet();
    }
}
