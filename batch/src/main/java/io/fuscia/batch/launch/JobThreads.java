package io.fuscia.batch.launch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that jobs run on, in the context of this module (class loader, names). Thread-safe.
 *
 * <p><b>Why no shape of workflow can deadlock.</b> A split blocks its thread until its flows are over. On a pool with a
 * queue, flows wait behind the splits that wait for them: that is the deadlock of the server's own batch pool. Here
 * nothing is ever queued. A task gets a thread at once, and where there is none left, whoever submits a flow runs it
 * itself: flows never wait for each other, so one after the other on the split's own thread is always right, only
 * slower.
 *
 * <p><b>Which threads.</b> Platform threads by default, kept for a while. Virtual threads are given no time slices: as
 * many guests in a long computation as there are processors hold up every other node (measured on JDK 25 with two
 * processors and two guests that compute for 3 s: a short task waited 2.9 s, on platform threads 5 ms). They are right where nodes
 * mostly wait, and are chosen by {@code fuscia.batch.threads=virtual} on JDK 24 and later (before, a virtual thread
 * that waits inside {@code synchronized}, as database drivers do, takes its processor with it).
 */
class JobThreads implements AutoCloseable {
    /** How the names of all platform threads begin. */
    static final String NAME = "fuscia-job-";

    private static final int MOST = 4_096;

    private final ExecutorService threads;
    private final Executor context;

    /** @param context runs a task at once, on the caller's thread, in the context of this module */
    JobThreads(boolean virtual, int most, Executor context) {
        this.threads = virtual ? virtualThreads() : platformThreads(most);
        this.context = context;
    }

    /** The kind of threads that the system property asks for. */
    static JobThreads configured(Executor context) {
        boolean virtual = "virtual".equals(System.getProperty("fuscia.batch.threads"))
                && Runtime.version().feature() >= 24;
        return new JobThreads(virtual, Integer.getInteger("fuscia.batch.max-threads", MOST), context);
    }

    /** Runs the task on a thread of its own. @throws RejectedExecutionException if there is none left, or closed */
    void start(Runnable task) {
        threads.execute(() -> context.execute(task));
    }

    /** Runs the task here and now, in the context of this module. */
    void inContext(Runnable task) {
        context.execute(task);
    }

    /** Runs the task on a thread of its own if there is one, else here and now. */
    void startOrRun(Runnable task) {
        try {
            start(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /** Whether there will be no thread for any task any more. */
    boolean isClosed() {
        return threads.isShutdown();
    }

    /** Takes no more tasks, waits for a moment, then interrupts those that still run. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static ExecutorService platformThreads(int most) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(0, most, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, NAME + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The baseline is JDK 17, which has no such method to call. */
    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("no virtual threads in this JDK", e);
        }
    }
}
