package io.fuscia.wit.wasi.clocks;

import io.fuscia.wit.bindings.wasi.clocks.MonotonicClock;
import io.fuscia.wit.bindings.wasi.clocks.Timezone;
import io.fuscia.wit.bindings.wasi.clocks.WallClock;
import io.fuscia.wit.bindings.wasi.io.Poll;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.wasi.io.Events;
import io.fuscia.wit.wasi.io.Pollable;
import java.util.function.Function;

/** {@code wasi:clocks/wall-clock}, {@code monotonic-clock} and {@code timezone}, which is always UTC. */
public final class ClockImports {
    private ClockImports() {}

    /**
     * Adds the interfaces.
     *
     * @param clock the clock of a call's instance
     * @param events the lock of a call's instance
     */
    public static void addTo(
            HostImports.Builder imports, Function<HostCall, WasiClock> clock, Function<HostCall, Events> events) {
        WallClock.addTo(imports, new Wall(clock));
        MonotonicClock.addTo(imports, new Monotonic(clock, events));
        Timezone.addTo(imports, new Utc());
    }

    private record Wall(Function<HostCall, WasiClock> clock) implements WallClock {
        @Override
        public Datetime now(HostCall call) {
            return Datetimes.of(clock.apply(call).now());
        }

        @Override
        public Datetime resolution(HostCall call) {
            return new Datetime(0, 1_000);
        }
    }

    private record Monotonic(Function<HostCall, WasiClock> clock, Function<HostCall, Events> events)
            implements MonotonicClock {
        @Override
        public long now(HostCall call) {
            return clock.apply(call).nanoTime();
        }

        @Override
        public long resolution(HostCall call) {
            return 1;
        }

        @Override
        public Poll.Pollable subscribeInstant(HostCall call, long when) {
            return events.apply(call).subscribe(new Timer(clock.apply(call), when));
        }

        @Override
        public Poll.Pollable subscribeDuration(HostCall call, long when) {
            long now = now(call);
            return subscribeInstant(call, when < 0 || Long.MAX_VALUE - now < when ? Long.MAX_VALUE : now + when);
        }
    }

    /** Guests do not learn where their host is. */
    private static final class Utc implements Timezone {
        @Override
        public TimezoneDisplay display(HostCall call, WallClock.Datetime when) {
            return new TimezoneDisplay(0, "UTC", false);
        }

        @Override
        public int utcOffset(HostCall call, WallClock.Datetime when) {
            return 0;
        }
    }

    private record Timer(WasiClock clock, long end) implements Pollable {
        /** Instants are unsigned: a negative one lies further ahead than this clock will ever get. */
        @Override
        public boolean ready() {
            return end >= 0 && clock.nanoTime() >= end;
        }

        @Override
        public long nanosToReady() {
            return end < 0 ? Long.MAX_VALUE : end - clock.nanoTime();
        }
    }
}
