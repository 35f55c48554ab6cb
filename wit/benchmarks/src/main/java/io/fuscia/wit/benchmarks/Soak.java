package io.fuscia.wit.benchmarks;

import io.fuscia.wit.Trap;
import io.fuscia.wit.runtime.CallOptions;
import io.fuscia.wit.runtime.CompiledComponent;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.Deadline;
import io.fuscia.wit.runtime.EngineSettings;
import io.fuscia.wit.runtime.EngineSettings.Compilation;
import io.fuscia.wit.runtime.InstanceLimits;
import io.fuscia.wit.wasi.WasiContext;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A million executions, each on a fresh instance, of guests that answer, trap, run into limits and run out of time; in
 * between, components are compiled anew and forgotten. Exits with 1 if threads, heap or classes are left behind, or if
 * anything ended otherwise than it must. One line per 5 % of the way.
 */
public final class Soak {
    private static final long SEED = 20_261_126;
    private static final long HEAP_TOLERANCE = 16L << 20;
    private static final int CLASS_TOLERANCE = 200;
    private static final String DATA = "{\"op\":\"echo\",\"text\":\"hello\"}";

    /**
     * One kind of execution.
     *
     * @param share of 10,000 executions
     * @param ending what each must end in: "ok" or the code of the trap
     */
    private record Kind(String guest, int share, long wallMillis, String ending) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("rust-task", 5_489, 60_000, "ok"),
            new Kind("noop-task", 2_000, 60_000, "ok"),
            new Kind("c-task", 1_000, 60_000, "ok"),
            new Kind("rust-wasi-task", 500, 60_000, "ok"),
            new Kind("bad-trap", 500, 60_000, "UNREACHABLE"),
            new Kind("bad-divide", 200, 60_000, "DIVIDE_BY_ZERO"),
            new Kind("bad-out-of-bounds", 200, 60_000, "POINTER_OUT_OF_BOUNDS"),
            new Kind("bad-invalid-utf8", 90, 60_000, "INVALID_STRING"),
            new Kind("bad-recurse", 5, 60_000, "STACK_OVERFLOW"),
            new Kind("js-task", 6, 60_000, "ok"),
            new Kind("bad-loop", 10, 1, "DEADLINE"));

    private final Map<String, Long> endings = new TreeMap<>();
    private final Random random = new Random(SEED);
    private final int executions;
    private int wrong;

    private Soak(int executions) {
        this.executions = executions;
    }

    /**
     * Runs and ends the process, with 1 if anything is left behind.
     *
     * @param args the number of executions, a million if there is none
     */
    public static void main(String[] args) {
        boolean clean = new Soak(args.length == 0 ? 1_000_000 : Integer.parseInt(args[0])).run();
        System.exit(clean ? 0 : 1);
    }

    private boolean run() {
        int threads = threads();
        Footprint before;
        Footprint after;
        long start = System.nanoTime();
        try (ComponentEngine engine = new ComponentEngine(new EngineSettings(Compilation.BACKGROUND, 64 << 20))) {
            List<CompiledComponent> components = new ArrayList<>();
            for (Kind kind : KINDS) {
                components.add(engine.compile(Guests.bytes(kind.guest())));
            }
            // What is compiled, and what is loaded once, is there before the first measurement.
            for (int i = 0; i < Math.max(2_000, executions / 20); i++) {
                execute(components, i);
            }
            recompile();
            before = Footprint.now();
            for (int i = 0; i < executions; i++) {
                execute(components, i);
                if (i % 2_000 == 0) {
                    recompile();
                }
                if (i % Math.max(1, executions / 20) == 0) {
                    System.out.printf("%,d executions, %s%n", i, Footprint.now());
                }
            }
            after = Footprint.now();
        }
        System.out.printf(
                "%,d executions in %d s, seed %d%n", executions, (System.nanoTime() - start) / 1_000_000_000, SEED);
        endings.forEach((ending, count) -> System.out.printf("  %-60s %,d%n", ending, count));
        System.out.println("before: " + before + System.lineSeparator() + "after:  " + after);
        return judge(before, after, threads);
    }

    private boolean judge(Footprint before, Footprint after, int threads) {
        boolean clean = wrong == 0;
        if (wrong > 0) {
            System.out.println("FAILED: " + wrong + " executions ended otherwise than they must");
        }
        if (after.heap() - before.heap() > HEAP_TOLERANCE) {
            System.out.println("FAILED: the heap grew");
            clean = false;
        }
        if (after.classes() - before.classes() > CLASS_TOLERANCE) {
            System.out.println("FAILED: classes were not unloaded");
            clean = false;
        }
        if (threadsLeft(threads)) {
            System.out.println(
                    "FAILED: threads are left: " + Thread.getAllStackTraces().keySet());
            clean = false;
        }
        System.out.println(clean ? "PASSED: nothing was left behind" : "FAILED");
        return clean;
    }

    /** Threads end some time after they were told to. */
    private static boolean threadsLeft(int atMost) {
        long until = System.nanoTime() + 10_000_000_000L;
        while (threads() > atMost && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        return threads() > atMost;
    }

    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("fuscia"))
                .count();
    }

    private void execute(List<CompiledComponent> components, int number) {
        int chosen = random.nextInt(10_000);
        int kind = 0;
        while (chosen >= KINDS.get(kind).share()) {
            chosen -= KINDS.get(kind).share();
            kind++;
        }
        Kind expected = KINDS.get(kind);
        String ending = execute(components.get(kind), expected.wallMillis());
        endings.merge(expected.guest() + " " + ending, 1L, Long::sum);
        if (!ending.equals(expected.ending())) {
            wrong++;
            System.out.println("execution " + number + " of " + expected + " ended in " + ending);
        }
    }

    private static String execute(CompiledComponent component, long wallMillis) {
        try (WasiContext wasi = WasiContext.builder().build();
                ComponentInstance instance =
                        component.instantiate(Guests.IMPORTS, InstanceLimits.DEFAULT.withWallMillis(60_000), wasi)) {
            CallOptions options = CallOptions.until(Deadline.afterMillis(wallMillis));
            instance.function("fuscia:task/task@0.1.0", "execute").call(options, Guests.CONTEXT, DATA);
            return "ok";
        } catch (Trap trap) {
            return trap.code().toString();
        }
    }

    /** A component that is compiled, used once and forgotten, with the class loader of its code. */
    private static void recompile() {
        try (ComponentEngine engine = new ComponentEngine(new EngineSettings(Compilation.EAGER, 0))) {
            execute(engine.compile(Guests.bytes("c-task")), 60_000);
        }
    }

    /** What the process holds after a collection. */
    private record Footprint(long heap, int classes, int threads) {
        static Footprint now() {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            ClassLoadingMXBean loading = ManagementFactory.getClassLoadingMXBean();
            return new Footprint(
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(),
                    loading.getLoadedClassCount(),
                    Thread.activeCount());
        }

        @Override
        public String toString() {
            return String.format("heap %.1f MiB, %,d classes, %d threads", heap / 1048576.0, classes, threads);
        }
    }
}
