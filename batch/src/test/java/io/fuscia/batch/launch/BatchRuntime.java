package io.fuscia.batch.launch;

import io.fuscia.batch.jsl.JslCompiler;
import io.fuscia.execution.ExecutionId;
import io.fuscia.execution.ExecutionLauncher;
import io.fuscia.execution.Executions;
import io.fuscia.execution.NodeRunner;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.NodePath;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * JBeret itself, running compiled jobs that call the real node runner; and what each job that has not ended is doing,
 * and whether anything moves. Thread-safe.
 */
public final class BatchRuntime implements ExecutionLauncher, AutoCloseable {
    private final TestServer server;
    private final Map<Long, Visits> jobs = new ConcurrentHashMap<>();

    /** Jobs that were launched and have not ended: of those that have not come to a node, nothing else is known. */
    private final AtomicInteger alive = new AtomicInteger();

    /** Tasks that were given to a thread which has not begun with them. */
    private final AtomicInteger handedOver = new AtomicInteger();

    /** Tasks that were ever given to a thread. */
    private final AtomicLong given = new AtomicLong();

    private final Set<Thread> used = ConcurrentHashMap.newKeySet();

    private volatile NodeRunner nodes;

    /** @param threads how many there are in all */
    public BatchRuntime(int threads) {
        server = new TestServer(new CountingThreads(threads), new JobRecords(20, 20_000));
        server.steps = new TestServer.Steps() {
            @Override
            public void run(long job, ExecutionId execution, String path) {
                Visits visits = visits(job);
                visits.begin(path);
                nodes.run(execution, NodePath.parse(path));
                visits.end(path);
            }

            @Override
            public int partitions(long job, ExecutionId execution, String path) {
                // From here on the job is known, whatever it comes to.
                visits(job);
                return nodes.partitions(execution, NodePath.parse(path));
            }

            @Override
            public void ended(long job) {
                jobs.remove(job);
                alive.decrementAndGet();
            }
        };
    }

    public void callBack(NodeRunner runner, Executions executions) {
        nodes = runner;
        server.jobEnded = executions::jobEnded;
    }

    private Visits visits(long job) {
        return jobs.computeIfAbsent(job, first -> new Visits());
    }

    /** With how many threads jobs are at which node. */
    public Map<String, Integer> inside() {
        Map<String, Integer> all = new TreeMap<>();
        jobs.values().forEach(visits -> visits.addTo(all));
        return all;
    }

    /**
     * Whether all threads wait, and nothing is on its way to one: then nothing happens before somebody from outside does
     * something. Java and the kernel are both asked: Java calls a thread waiting that was told to go on and has not moved
     * yet, and to the kernel a thread sleeps that the collector of garbage holds up.
     */
    public boolean isAtRest() {
        long before = given.get();
        used.removeIf(thread -> !thread.isAlive());
        boolean still = alive.get() == jobs.size()
                && used.stream()
                        .map(Thread::getState)
                        .allMatch(state -> state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
                && KernelThreads.allSleep(JobThreads.NAME);
        // Asked last: one that was seen to move no more may have given a task away just before.
        return still && handedOver.get() == 0 && given.get() == before;
    }

    @Override
    public String compile(LockedWorkflow workflow) {
        return JslCompiler.compile(workflow);
    }

    @Override
    public void launch(ExecutionId id, LockedWorkflow workflow) {
        alive.incrementAndGet();
        boolean launched = false;
        try {
            server.launcher.launch(id, workflow);
            launched = true;
        } finally {
            if (!launched) {
                alive.decrementAndGet();
            }
        }
    }

    @Override
    public boolean offer(Runnable task) {
        try {
            server.threads.start(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void stop(ExecutionId id) {
        server.launcher.stop(id);
    }

    @Override
    public void close() {
        server.close();
    }

    private final class CountingThreads extends JobThreads {
        private CountingThreads(int most) {
            super(false, most, Runnable::run);
        }

        @Override
        void start(Runnable task) {
            given.incrementAndGet();
            handedOver.incrementAndGet();
            boolean taken = false;
            try {
                super.start(() -> {
                    used.add(Thread.currentThread());
                    handedOver.decrementAndGet();
                    task.run();
                });
                taken = true;
            } finally {
                if (!taken) {
                    handedOver.decrementAndGet();
                }
            }
        }
    }

    private static final class Visits {
        private final Map<String, Integer> inside = new TreeMap<>();

        synchronized void begin(String path) {
            inside.merge(path, 1, Integer::sum);
        }

        synchronized void end(String path) {
            inside.computeIfPresent(path, (node, count) -> count == 1 ? null : count - 1);
        }

        synchronized void addTo(Map<String, Integer> all) {
            inside.forEach((path, threads) -> all.merge(path, threads, Integer::sum));
        }
    }
}
