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

/**
 * Reports that a job of an execution ended, whether it completed, failed or was stopped.
 *
 * <p>The server's management model shows a job's exit status but not its parameters, so the exit status says, from the
 * start, which execution the job belongs to.
 */
@Named(JslCompiler.LISTENER)
@Dependent
public class WorkflowJobListener extends AbstractJobListener {
    @Inject
    @BatchProperty(name = JslCompiler.EXECUTION_ID)
    private String executionId;

    @Inject
    @BatchProperty(name = JslCompiler.WORKFLOW_ID)
    private String workflowId;

    @Inject
    private JobContext job;

    @Inject
    private JobEnds ends;

    @Override
    public void beforeJob() {
        job.setExitStatus(
                JslCompiler.WORKFLOW_ID + "=" + workflowId + " " + JslCompiler.EXECUTION_ID + "=" + executionId);
    }

    @Override
    public void afterJob() {
        ends.heard(job.getExecutionId(), new ExecutionId(executionId));
    }
}
