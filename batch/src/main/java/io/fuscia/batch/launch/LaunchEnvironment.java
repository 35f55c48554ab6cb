package io.fuscia.batch.launch;

import jakarta.transaction.TransactionManager;
import java.util.Properties;
import org.jberet.operations.AbstractJobOperator;
import org.jberet.repository.JobRepository;
import org.jberet.runtime.runner.JobExecutionRunner;
import org.jberet.spi.ArtifactFactory;
import org.jberet.spi.BatchEnvironment;
import org.jberet.spi.JobTask;
import org.jberet.spi.JobXmlResolver;

/**
 * The server's batch environment for one launch: everything of the server's except the threads and the class loader. The job's own task is
 * held back, so that the job is known by its number before anything of it runs; flows and partitions get a thread at
 * once.
 */
final class LaunchEnvironment implements BatchEnvironment {
    private final BatchEnvironment server;
    private final JobThreads threads;
    private final ClassLoader classLoader;
    private JobTask job;

    /** @param classLoader the one of the server's environment, or a child of it */
    LaunchEnvironment(BatchEnvironment server, JobThreads threads, ClassLoader classLoader) {
        this.server = server;
        this.threads = threads;
        this.classLoader = classLoader;
    }

    /** An operator whose jobs run in this environment. */
    AbstractJobOperator operator() {
        return new AbstractJobOperator() {
            @Override
            public BatchEnvironment getBatchEnvironment() {
                return LaunchEnvironment.this;
            }
        };
    }

    /** Runs the job that the operator started, to its end, on this thread: the one that started it. */
    void runJob() {
        job.run();
    }

    @Override
    public void submitTask(JobTask task) {
        if (task instanceof JobExecutionRunner) {
            job = task;
        } else {
            threads.startOrRun(task);
        }
    }

    @Override
    public ClassLoader getClassLoader() {
        return classLoader;
    }

    @Override
    public ArtifactFactory getArtifactFactory() {
        return server.getArtifactFactory();
    }

    @Override
    public TransactionManager getTransactionManager() {
        return server.getTransactionManager();
    }

    @Override
    public JobRepository getJobRepository() {
        return server.getJobRepository();
    }

    @Override
    public JobXmlResolver getJobXmlResolver() {
        return server.getJobXmlResolver();
    }

    @Override
    public Properties getBatchConfigurationProperties() {
        return server.getBatchConfigurationProperties();
    }

    @Override
    public String getApplicationName() {
        return server.getApplicationName();
    }
}
