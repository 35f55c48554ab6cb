package io.fuscia.wit.runtime;

import io.fuscia.wit.machine.CoreModule;
import java.util.Comparator;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One daemon thread that compiles core modules, small ones first: a large one takes seconds. Thread-safe. */
final class BackgroundCompiler implements AutoCloseable {
    private final ThreadPoolExecutor executor;

    private record Compilation(Runnable compile, int size) implements Runnable {
        @Override
        public void run() {
            compile.run();
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

    /**
     * Compiles a module some time, unless it is compiled.
     *
     * @param compile does it
     */
    void submit(CoreModule module, Runnable compile) {
        int size = module.bytesToCompile();
        if (size > 0) {
            executor.execute(new Compilation(compile, size));
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
