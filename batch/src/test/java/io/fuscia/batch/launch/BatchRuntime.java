package io.fuscia.batch.launch;

import io.fuscia.batch.jsl.JslCompiler;
import io.fuscia.execution.ExecutionId;
import io.fuscia.execution.ExecutionLauncher;
import io.fuscia.execution.Executions;
import io.fuscia.execution.NodeRunner;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.NodePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * JBeret itself, running compiled jobs that call the real node runner; and what each job that has not ended is doing,
 * so that a test can tell when nothing moves any more. Thread-safe.
 */
public final class BatchRuntime implements ExecutionLauncher, AutoCloseable {
    private final TestServer server;
    private final Map<Long, Visits> jobs = new ConcurrentHashMap<>();

    /** Jobs that were launched and have not ended: of those that have not come to a node, nothing else is known. */
    private final AtomicInteger alive = new AtomicInteger();

    private volatile NodeRunner nodes;

    /** @param threads how many there are in all */
    public BatchRuntime(int threads) {
        server = new TestServer(new JobThreads(false, threads, Runnable::run), new JobRecords(20, 20_000));
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
                int planned = nodes.partitions(execution, NodePath.parse(path));
                visits(job).plan(path, planned);
                return planned;
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

    /** One line per job: the nodes it is done with, and those it is at, with how many threads. */
    public List<String> jobs() {
        List<String> lines = new ArrayList<>();
        jobs.values().forEach(visits -> lines.add(visits.toString()));
        int starting = alive.get() - lines.size();
        if (starting > 0) {
            lines.add(starting + " about to begin");
        }
        Collections.sort(lines);
        return lines;
    }

    /** How a job at rest is written. */
    public static String line(Iterable<String> done, Map<String, Integer> inside) {
        return done + " " + inside;
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

    private static final class Visits {
        private final Map<String, Integer> planned = new TreeMap<>();
        private final Map<String, Integer> returned = new TreeMap<>();
        private final Map<String, Integer> inside = new TreeMap<>();

        synchronized void plan(String path, int partitions) {
            planned.put(path, partitions);
        }

        synchronized void begin(String path) {
            inside.merge(path, 1, Integer::sum);
        }

        synchronized void end(String path) {
            returned.merge(path, 1, Integer::sum);
            inside.computeIfPresent(path, (node, count) -> count == 1 ? null : count - 1);
        }

        @Override
        public synchronized String toString() {
            List<String> done = returned.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(planned.getOrDefault(entry.getKey(), 1)))
                    .map(Map.Entry::getKey)
                    .toList();
            return line(done, inside);
        }
    }
}
