package io.fuscia.wit.hostile;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.runtime.CallOptions;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.Deadline;
import io.fuscia.wit.runtime.EngineSettings;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.InstanceLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * Measures how long after its deadline a guest goes on, while other guests use every core: a program, not a test, since
 * the answer is the machine's. Prints median, 99th percentile and maximum in milliseconds; {@code wit/README.md} has them.
 */
public final class InterruptionDelay {
    private static final int CALLS = 200;
    private static final int DEADLINE_MILLIS = 20;
    private static final InstanceLimits LIMITS = InstanceLimits.DEFAULT.withWallMillis(0);

    private InterruptionDelay() {}

    /** Runs all of it; the argument is the number of guests that spin meanwhile, four per core if there is none. */
    public static void main(String[] args) {
        int load = args.length > 0
                ? Integer.parseInt(args[0])
                : 4 * Runtime.getRuntime().availableProcessors();
        List<Thread> spinning = new ArrayList<>();
        try (ComponentEngine interpreting = engine(EngineSettings.Compilation.INTERPRETER_ONLY);
                ComponentEngine compiling = engine(EngineSettings.Compilation.EAGER)) {
            for (int i = 0; i < load; i++) {
                ComponentEngine engine = i % 2 == 0 ? compiling : interpreting;
                Thread thread = new Thread(() -> spin(engine));
                thread.setDaemon(true);
                thread.start();
                spinning.add(thread);
            }
            for (LimitPathsTest.Abuse abuse : List.of(
                    LimitPathsTest.Abuse.BRANCH_LOOP,
                    LimitPathsTest.Abuse.INDIRECT_CALL_LOOP,
                    LimitPathsTest.Abuse.FILLING_ALL_MEMORY,
                    LimitPathsTest.Abuse.COPYING_ALL_MEMORY,
                    LimitPathsTest.Abuse.BLOCKED_HOST_CALL,
                    LimitPathsTest.Abuse.HOST_CALL_LOOP)) {
                report(abuse, "interpreted", delays(interpreting, abuse), load);
                report(abuse, "compiled", delays(compiling, abuse), load);
            }
        } finally {
            spinning.forEach(Thread::interrupt);
        }
    }

    private static ComponentEngine engine(EngineSettings.Compilation compilation) {
        return new ComponentEngine(EngineSettings.DEFAULT.withCompilation(compilation));
    }

    private static void report(LimitPathsTest.Abuse abuse, String how, long[] nanos, int load) {
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-20s %-11s beside %d spinning guests: median %.1f ms, p99 %.1f ms, most %.1f ms%n",
                abuse,
                how,
                load,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos[nanos.length - 1] / 1e6);
    }

    private static long[] delays(ComponentEngine engine, LimitPathsTest.Abuse abuse) {
        long[] nanos = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            try (ComponentInstance instance = instance(engine)) {
                Deadline deadline = Deadline.afterMillis(DEADLINE_MILLIS);
                try {
                    instance.function(null, "export").call(CallOptions.until(deadline), (long) abuse.number);
                } catch (Trap trap) {
                    nanos[i] = System.nanoTime() - deadline.nanoTime();
                    if (trap.code() != TrapCode.DEADLINE) {
                        throw trap;
                    }
                }
            }
        }
        return nanos;
    }

    private static void spin(ComponentEngine engine) {
        while (!Thread.currentThread().isInterrupted()) {
            try (ComponentInstance instance = instance(engine)) {
                instance.function(null, "export").call(CallOptions.until(Deadline.afterMillis(100)), 0L);
            } catch (Trap trap) {
                if (trap.code() != TrapCode.DEADLINE) {
                    return;
                }
            }
        }
    }

    private static ComponentInstance instance(ComponentEngine engine) {
        HostImports imports = HostImports.builder()
                .function("mode", (call, args) -> 99L)
                .function("block", (call, args) -> {
                    new CountDownLatch(1).await();
                    return null;
                })
                .function("spin", (call, args) -> null)
                .function("text", (call, args) -> null)
                .build();
        return engine.compile(HostileGuests.bytes("hostile/paths")).instantiate(imports, LIMITS);
    }
}
