package io.fuscia.wit.runtime;

import io.fuscia.wit.machine.CoreModule;
import java.util.Comparator;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One daemon thread that compiles core modules, small ones first: a large one takes seconds. Thread-safe. */
final class BackgroundCompiler implements AutoCloseable {
    private final ThreadPoolExecutor executor;

    private record Compilation(CoreModule module, int size) implements Runnable {
        @Override
        public void run() {
            module.compile();
        }
    }

    BackgroundCompiler() {
        executor = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(
                        16, Comparator.comparingInt(compilation -> ((Compilation) compilation).size())),
                task -> {
                    Thread thread = new Thread(task, "fuscia-wit-compiler");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Compiles a module some time, unless it is compiled. */
    void submit(CoreModule module) {
        int size = module.bytesToCompile();
        if (size > 0) {
            executor.execute(new Compilation(module, size));
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
