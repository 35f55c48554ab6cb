package io.fuscia.wit.wasi.clocks;

import java.time.Instant;

/** The time that a guest sees. Thread-safe. */
public interface WasiClock {
    /** The time of this machine. */
    WasiClock SYSTEM = new WasiClock() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime() - ORIGIN;
        }
    };

    /** Where {@link #SYSTEM}'s monotonic clock starts, so that guests learn nothing of the machine's uptime. */
    long ORIGIN = System.nanoTime();

    /** Returns the wall-clock time. */
    Instant now();

    /** Returns nanoseconds that never go back, from some origin of its own. */
    long nanoTime();
}
