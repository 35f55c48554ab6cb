package io.fuscia.batch.step;

import io.fuscia.batch.jsl.JslCompiler;
import io.fuscia.execution.ExecutionId;
import io.fuscia.execution.NodeRunner;
import io.fuscia.workflow.NodePath;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * Runs one node of one execution. The step completes whatever the node did: results are kept in our own rows, and the
 * node runner decides which nodes run. Only if a result could not be stored does the step fail, and with it the job, so
 * that nothing later in the same sequence is tried in vain.
 *
 * <p>The batch runtime holds no transaction around a batchlet, so the guest runs in none. Its {@code stop} does nothing:
 * running nodes are interrupted by the execution itself, at once.
 */
@Named(JslCompiler.BATCHLET)
@Dependent
public class NodeBatchlet extends AbstractBatchlet {
    @Inject
    @BatchProperty(name = JslCompiler.EXECUTION_ID)
    private String executionId;

    @Inject
    @BatchProperty(name = JslCompiler.NODE_PATH)
    private String nodePath;

    @Inject
    private NodeRunner nodeRunner;

    @Override
    public String process() {
        nodeRunner.run(new ExecutionId(executionId), NodePath.parse(nodePath));
        return "DONE";
    }
}
