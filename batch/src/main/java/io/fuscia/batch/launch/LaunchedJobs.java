package io.fuscia.batch.launch;

import io.fuscia.execution.ExecutionId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The jobs that run now, and the promise that each one's end is told exactly once. The end is heard twice: from the
 * job's own listener, and when the job's thread comes back; the second covers jobs that never got as far as their
 * listener. Thread-safe.
 */
final class LaunchedJobs {
    private record Running(ExecutionId execution, AtomicBoolean told) {}

    private final Map<Long, Running> running = new ConcurrentHashMap<>();
    private final Consumer<ExecutionId> jobEnded;

    /** @param jobEnded is told the execution of each job that ended */
    LaunchedJobs(Consumer<ExecutionId> jobEnded) {
        this.jobEnded = jobEnded;
    }

    /** A job was created and will run. */
    void opened(long job, ExecutionId execution) {
        running.put(job, new Running(execution, new AtomicBoolean()));
    }

    /** A job's listener says that it ended. */
    void heard(long job, ExecutionId execution) {
        Running known = running.get(job);
        if (known == null || known.told.compareAndSet(false, true)) {
            jobEnded.accept(execution);
        }
    }

    /** A job's thread came back. */
    void closed(long job) {
        Running known = running.remove(job);
        if (known != null && known.told.compareAndSet(false, true)) {
            jobEnded.accept(known.execution);
        }
    }

    /** A job could not be created. */
    void broken(ExecutionId execution) {
        jobEnded.accept(execution);
    }

    /** The jobs of an execution that run now. */
    List<Long> of(ExecutionId execution) {
        return running.entrySet().stream()
                .filter(entry -> entry.getValue().execution.equals(execution))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** All jobs that run now. */
    List<Long> all() {
        return List.copyOf(running.keySet());
    }
}
