package io.fuscia.batch.listener;

import io.fuscia.batch.jsl.JslCompiler;
import io.fuscia.batch.launch.JobEnds;
import io.fuscia.execution.ExecutionId;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.listener.AbstractJobListener;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Reports that a job of an execution ended, whether it completed, failed or was stopped. */
@Named(JslCompiler.LISTENER)
@Dependent
public class WorkflowJobListener extends AbstractJobListener {
    @Inject
    @BatchProperty(name = JslCompiler.EXECUTION_ID)
    private String executionId;

    @Inject
    private JobContext job;

    @Inject
    private JobEnds ends;

    @Override
    public void afterJob() {
        ends.heard(job.getExecutionId(), new ExecutionId(executionId));
    }
}
