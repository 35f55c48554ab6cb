package io.fuscia.wit.benchmarks;

import io.fuscia.wit.runtime.CompiledComponent;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.InstanceLimits;
import io.fuscia.wit.wasi.WasiContext;
import java.util.ArrayList;
import java.util.List;

/** Prints how much heap a live instance takes that was called once: the growth over 10,000 of them, shared images aside. */
public final class InstanceMemory {
    private static final int INSTANCES = 10_000;

    private InstanceMemory() {}

    /**
     * Measures and prints.
     *
     * @param args names of guests, {@code rust-task} if there are none
     */
    public static void main(String[] args) {
        for (String guest : args.length == 0 ? new String[] {"rust-task"} : args) {
            System.out.printf("%s: %.1f KiB per live instance%n", guest, measure(guest) / 1024.0);
        }
    }

    private static double measure(String guest) {
        try (ComponentEngine engine = Guests.eager();
                WasiContext wasi = WasiContext.builder().build()) {
            CompiledComponent component = engine.compile(Guests.bytes(guest));
            List<ComponentInstance> live = new ArrayList<>(INSTANCES);
            for (int i = 0; i < 100; i++) {
                make(component, wasi).close();
            }
            long before = used();
            for (int i = 0; i < INSTANCES; i++) {
                live.add(make(component, wasi));
            }
            long after = used();
            live.forEach(ComponentInstance::close);
            return (double) (after - before) / INSTANCES;
        }
    }

    private static ComponentInstance make(CompiledComponent component, WasiContext wasi) {
        ComponentInstance instance = component.instantiate(Guests.IMPORTS, InstanceLimits.DEFAULT, wasi);
        Guests.execute(instance, "{\"op\":\"echo\",\"text\":\"hello\"}");
        return instance;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
