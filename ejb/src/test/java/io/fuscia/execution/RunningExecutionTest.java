package io.fuscia.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.artifact.Digest;
import io.fuscia.input.Conditions;
import io.fuscia.workflow.DefinitionParser;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.document.DocumentFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunningExecutionTest {
    private static RunningExecution execution() {
        String yaml = """
                workflow_id: one
                name: one
                nodes:
                  - {node_id: start, type: trigger, trigger_type: manual}
                edges: []
                """;
        ExecutionRecord row = new ExecutionRecord();
        row.id = ExecutionId.create().value();
        row.payload = "{}";
        row.triggerNode = "start";
        row.workflowId = "w";
        row.workflowVersion = 1;
        row.workflowDigest = Digest.of(yaml).value();
        row.status = ExecutionStatus.RUNNING.text();
        return RunningExecution.fresh(
                row,
                new LockedWorkflow(
                        new DefinitionParser().parse(yaml, DocumentFormat.YAML).orThrow(), Map.of(), Digest.of(yaml)),
                new Conditions(),
                0);
    }

    @Test
    void believesARowThatSaysItIsPaused() {
        RunningExecution execution = execution();

        execution.wasPaused(execution.resumed());

        assertThat(execution.mayStart()).isFalse();
    }

    /** Found by the reference model, seed 20261149: the execution rested for ever in memory and ran in its row. */
    @Test
    void ignoresARowThatWasReadBeforeTheExecutionWasResumed() {
        RunningExecution execution = execution();
        execution.pause();
        int asOf = execution.resumed();

        execution.resume();
        execution.wasPaused(asOf);

        assertThat(execution.mayStart()).isTrue();
    }
}
