package io.fuscia.batch.launch;

import io.fuscia.batch.jsl.JslCompiler;
import io.fuscia.execution.ExecutionId;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.workflow.LockedWorkflow;
import jakarta.batch.operations.BatchRuntimeException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jberet.operations.AbstractJobOperator;
import org.jberet.spi.BatchEnvironment;

/**
 * Launches and stops jobs on a batch environment. A launch goes: thread, compiled job (cached), the runtime's record,
 * the job on that same thread, report of its end, removal of old records. Thread-safe.
 *
 * <p>At boot an execution may be taken up again before the server has started this module's batch environment; such a
 * launch is tried again, without a thread, until it has. The same is done while all threads are taken.
 */
final class JobLauncher {
    private static final Logger LOG = Logger.getLogger(JobLauncher.class.getName());
    private static final long RETRY_MILLIS = 100;
    private static final int TRIES = 600;

    private final Supplier<BatchEnvironment> server;
    private final JobThreads threads;
    private final LaunchedJobs launched;
    private final JobRecords records;
    private final ParsedJobs parsed = new ParsedJobs();
    private volatile ArtifactsByName artifacts;

    /** @param server the environment, or an {@link IllegalStateException} as long as it is not there */
    JobLauncher(Supplier<BatchEnvironment> server, JobThreads threads, LaunchedJobs launched, JobRecords records) {
        this.server = server;
        this.threads = threads;
        this.launched = launched;
        this.records = records;
    }

    /**
     * Starts a job as soon as there is a thread for it.
     *
     * @throws FusciaException {@code SHUTTING_DOWN} if no job was started, nor will be
     */
    void launch(ExecutionId execution, LockedWorkflow workflow) {
        try {
            threads.start(() -> run(execution, workflow, 1));
        } catch (RejectedExecutionException e) {
            if (threads.isClosed()) {
                throw new FusciaException(ErrorCode.SHUTTING_DOWN, "no thread is left to run " + execution, e);
            }
            runLater(execution, workflow, 1);
        }
    }

    /** Forgets the ended jobs of an execution. */
    void forget(ExecutionId execution) {
        records.forget(launch(server.get()).operator(), execution);
    }

    /** Asks all jobs of the execution to end. */
    void stop(ExecutionId execution) {
        launched.of(execution).forEach(this::stop);
    }

    /** Asks all jobs to end. */
    void stopAll() {
        launched.all().forEach(this::stop);
    }

    private void run(ExecutionId execution, LockedWorkflow workflow, int trial) {
        BatchEnvironment environment;
        try {
            environment = server.get();
        } catch (IllegalStateException e) {
            if (trial < TRIES) {
                runLater(execution, workflow, trial + 1);
            } else {
                broken(execution, e);
            }
            return;
        }
        LaunchEnvironment launch = launch(environment);
        AbstractJobOperator operator = launch.operator();
        long job;
        try {
            Properties parameters = new Properties();
            parameters.setProperty(JslCompiler.EXECUTION_ID, execution.value());
            parameters.setProperty(
                    JslCompiler.WORKFLOW_ID, workflow.definition().id().value());
            job = operator.start(parsed.of(workflow, environment.getClassLoader()), parameters);
        } catch (RuntimeException e) {
            broken(execution, e);
            return;
        }
        launched.opened(job, execution);
        try {
            launch.runJob();
            records.ended(operator, job, execution);
        } finally {
            launched.closed(job);
        }
    }

    private LaunchEnvironment launch(BatchEnvironment environment) {
        ClassLoader module = environment.getClassLoader();
        ArtifactsByName known = artifacts;
        if (known == null || known.getParent() != module) {
            known = new ArtifactsByName(module);
            artifacts = known;
        }
        return new LaunchEnvironment(environment, threads, known);
    }

    private void runLater(ExecutionId execution, LockedWorkflow workflow, int trial) {
        CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS).execute(() -> {
            try {
                threads.start(() -> run(execution, workflow, trial));
            } catch (RejectedExecutionException e) {
                if (threads.isClosed()) {
                    broken(execution, e);
                } else {
                    // All threads are taken by jobs that go on without more; one will be free.
                    runLater(execution, workflow, trial);
                }
            }
        });
    }

    private void broken(ExecutionId execution, RuntimeException e) {
        LOG.log(Level.SEVERE, e, () -> "No job could be started for execution " + execution);
        launched.broken(execution);
    }

    private void stop(long job) {
        try {
            launch(server.get()).operator().stop(job);
        } catch (BatchRuntimeException | IllegalStateException e) {
            LOG.log(Level.FINE, e, () -> "Job " + job + " ended before it could be stopped");
        }
    }
}
