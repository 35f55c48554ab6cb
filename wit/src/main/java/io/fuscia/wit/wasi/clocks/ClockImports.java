package io.fuscia.wit.wasi.clocks;

import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.wasi.io.IoResources;
import io.fuscia.wit.wasi.io.Pollable;
import java.util.function.Function;

/** {@code wasi:clocks/wall-clock}, {@code monotonic-clock} and {@code timezone}, which is always UTC. */
public final class ClockImports {
    private ClockImports() {}

    /**
     * Adds the interfaces.
     *
     * @param clock the clock of a call's instance
     */
    public static void addTo(HostImports.Builder imports, String version, Function<HostCall, WasiClock> clock) {
        imports.instance("wasi:clocks/wall-clock@" + version)
                .function("now", (call, args) -> Datetime.of(clock.apply(call).now()))
                .function("resolution", (call, args) -> new Object[] {0L, 1_000L});
        imports.instance("wasi:clocks/monotonic-clock@" + version)
                .resource("pollable", IoResources.POLLABLE)
                .function("now", (call, args) -> clock.apply(call).nanoTime())
                .function("resolution", (call, args) -> 1L)
                .function("subscribe-instant", (call, args) -> new Timer(clock.apply(call), (Long) args[0]))
                .function("subscribe-duration", (call, args) -> {
                    WasiClock source = clock.apply(call);
                    long duration = (Long) args[0];
                    long now = source.nanoTime();
                    long end = duration < 0 || Long.MAX_VALUE - now < duration ? Long.MAX_VALUE : now + duration;
                    return new Timer(source, end);
                });
        imports.instance("wasi:clocks/timezone@" + version)
                .function("display", (call, args) -> new Object[] {0, "UTC", false})
                .function("utc-offset", (call, args) -> 0);
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
