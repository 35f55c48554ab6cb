package io.fuscia.wit.hostile;

import io.fuscia.wit.Trap;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.InstanceLimits;
import io.fuscia.wit.runtime.Probe;
import io.fuscia.wit.wasi.WasiContext;
import io.fuscia.wit.wasi.WasiHost;

/** Where an attack happens: an engine that others use too, tight limits, and a host that can be told what to do. */
final class HostileWorld {
    static final InstanceLimits LIMITS = new InstanceLimits(10_000, 600, 10_000, 32, 200, 4 << 20);
    private static final HostImports WASI =
            WasiHost.addTo(HostImports.builder()).build();

    private final ComponentEngine engine;
    private final Probe probe = new Probe();

    HostileWorld(ComponentEngine engine) {
        this.engine = engine;
    }

    ComponentEngine engine() {
        return engine;
    }

    /** The host of {@code runtime/probe.wat}. */
    Probe probe() {
        return probe;
    }

    /** A call on a fresh {@code runtime/probe.wat}. */
    Object probe(String function, Object... args) {
        try (ComponentInstance instance = probe.start(engine, LIMITS)) {
            return Probe.call(instance, function, args);
        }
    }

    /** A call on a fresh {@code runtime/probe.wat} whose memory has these bytes at 1024. */
    Object probeAfterPoke(long bits, String function, Object... args) {
        try (ComponentInstance instance = probe.start(engine, LIMITS)) {
            Probe.call(instance, "poke", 1_024L, bits);
            return Probe.call(instance, function, args);
        }
    }

    /** A fresh instance of a component among the test resources, without a host. */
    ComponentInstance start(String name) {
        return start(name, HostImports.NONE);
    }

    ComponentInstance start(String name, HostImports imports) {
        return engine.compile(HostileGuests.bytes(name)).instantiate(imports, LIMITS);
    }

    /** A call on a fresh {@code hostile/wasi.wat} within a wall time. */
    Object wasi(long wallMillis, String function, Object... args) {
        return withWasi("hostile/wasi", LIMITS.withWallMillis(wallMillis), function, args);
    }

    /** A call on a fresh {@code hostile/fields.wat}. */
    Object http(String function, Object... args) {
        return withWasi("hostile/fields", LIMITS, function, args);
    }

    private Object withWasi(String guest, InstanceLimits limits, String function, Object... args) {
        try (WasiContext context = WasiContext.builder().build();
                ComponentInstance instance =
                        engine.compile(HostileGuests.bytes(guest)).instantiate(WASI, limits, context)) {
            return instance.function(null, function).call(args);
        }
    }

    /** What a server does all day, on the same engine: fails if the attack left anything behind. */
    void serveAnHonestGuest() {
        Probe honest = new Probe();
        try (ComponentInstance instance = honest.start(engine, LIMITS)) {
            if (!"still here".equals(Probe.call(instance, "echo", "still here"))
                    || !Long.valueOf(7).equals(Probe.call(instance, "roundtrip", 7L))) {
                throw new IllegalStateException("an honest guest got a wrong answer");
            }
        } catch (Trap trap) {
            throw new IllegalStateException("an honest guest was stopped", trap);
        }
    }
}
