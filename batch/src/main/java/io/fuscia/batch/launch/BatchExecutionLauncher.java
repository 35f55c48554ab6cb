package io.fuscia.batch.launch;

import io.fuscia.batch.jsl.JslCompiler;
import io.fuscia.execution.ExecutionId;
import io.fuscia.execution.ExecutionLauncher;
import io.fuscia.execution.Executions;
import io.fuscia.workflow.LockedWorkflow;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.concurrent.RejectedExecutionException;
import org.jberet.operations.AbstractJobOperator;
import org.jberet.spi.BatchEnvironment;
import org.jberet.spi.JobOperatorContext;

/**
 * Runs executions as batch jobs of this module.
 *
 * <p>An enterprise bean started with the application, for one reason: the server finds a module's batch environment by
 * the calling thread's context class loader, and callers come from other modules. So the context of this module is kept
 * at the start, and every thread that touches the batch runtime runs in it.
 */
@Singleton
@Startup
@Local(ExecutionLauncher.class)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class BatchExecutionLauncher implements ExecutionLauncher {
    @Resource
    private ContextService contextService;

    @Inject
    private JobEnds ends;

    @Inject
    private Provider<Executions> executions;

    private ServerSuspension suspension;
    private JobThreads threads;
    private JobLauncher launcher;

    @PostConstruct
    void open() {
        threads = JobThreads.configured(contextService.currentContextExecutor());
        launcher = new JobLauncher(
                BatchExecutionLauncher::serverEnvironment, threads, ends.jobs(), JobRecords.configured());
        suspension = new ServerSuspension(
                () -> executions.get().leave(), () -> executions.get().comeBack(), threads::start);
        suspension.register();
    }

    @PreDestroy
    void close() {
        suspension.unregister();
        // While there are threads to finish on.
        executions.get().leave();
        launcher.stopAll();
        threads.close();
    }

    @Override
    public String compile(LockedWorkflow workflow) {
        return JslCompiler.compile(workflow);
    }

    @Override
    public void launch(ExecutionId id, LockedWorkflow workflow) {
        launcher.launch(id, workflow);
    }

    @Override
    public boolean offer(Runnable task) {
        try {
            threads.start(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void forget(ExecutionId id) {
        threads.inContext(() -> launcher.forget(id));
    }

    @Override
    public void stop(ExecutionId id) {
        launcher.stop(id);
    }

    /** To be called in the context of this module. */
    private static BatchEnvironment serverEnvironment() {
        return ((AbstractJobOperator) JobOperatorContext.getJobOperatorContext().getJobOperator())
                .getBatchEnvironment();
    }
}
