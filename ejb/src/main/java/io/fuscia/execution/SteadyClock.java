package io.fuscia.execution;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time by which executions are measured: the clock's, but never going back. When the clock is set back, this one goes
 * on from where it was, a little slower, until the clock has caught up; so a retry that is due in a minute is not due in
 * an hour and a minute. A clock that is set forward is followed at once, as after a machine slept. Thread-safe.
 */
final class SteadyClock implements InstantSource {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long STEP_MILLIS = 9;

    private final InstantSource clock;
    private final LongSupplier ticks;
    private long millis;
    private long lastTick;

    /** @param ticks nanoseconds that only ever grow */
    SteadyClock(InstantSource clock, LongSupplier ticks) {
        this.clock = clock;
        this.ticks = ticks;
        this.millis = clock.millis();
        this.lastTick = ticks.getAsLong();
    }

    @Override
    public synchronized long millis() {
        long tick = ticks.getAsLong();
        long wall = clock.millis();
        long steps = (tick - lastTick) / STEP_NANOS;
        lastTick += steps * STEP_NANOS;
        millis += steps * STEP_MILLIS;
        if (wall >= millis) {
            millis = wall;
            lastTick = tick;
        }
        return millis;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }
}
