package io.fuscia.wit.runtime;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that an engine may spend on making the calls of reused instances faster. Thread-safe. */
final class ReuseAllowance {
    private final AtomicLong left;

    ReuseAllowance(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** Takes all that is left; who takes it gives back what it does not need. */
    long takeAll() {
        return left.getAndSet(0);
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }
}
