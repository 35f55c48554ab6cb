package io.fuscia.task;

/**
 * Interrupts one thread while it waits for something, and never after: an interrupt that comes too late would hit
 * whatever the thread does next.
 */
final class Interruption implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final boolean before = Thread.currentThread().isInterrupted();
    private boolean active = true;
    private boolean fired;

    synchronized void fire() {
        if (active) {
            fired = true;
            thread.interrupt();
        }
    }

    /** Takes back the interrupt that this object sent; one from elsewhere stays. */
    @Override
    public synchronized void close() {
        active = false;
        if (fired && !before) {
            Thread.interrupted();
        }
    }
}
