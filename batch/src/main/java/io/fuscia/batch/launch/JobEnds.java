package io.fuscia.batch.launch;

import io.fuscia.execution.ExecutionId;
import io.fuscia.execution.Executions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;

/** Where job listeners report an end. Thread-safe. */
@ApplicationScoped
public class JobEnds {
    private final LaunchedJobs jobs;

    /** For the container's proxy. */
    protected JobEnds() {
        this.jobs = null;
    }

    /** @param executions looked up at each end: this bean exists before any execution does */
    @Inject
    public JobEnds(Provider<Executions> executions) {
        this.jobs = new LaunchedJobs(id -> executions.get().jobEnded(id));
    }

    /** A job of an execution ended, by its number in the batch runtime. Told again, it does nothing. */
    public void heard(long job, ExecutionId execution) {
        jobs.heard(job, execution);
    }

    /** The jobs behind the reports. */
    LaunchedJobs jobs() {
        return jobs;
    }
}
