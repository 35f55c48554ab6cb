package io.fuscia.batch.step;

import io.fuscia.batch.jsl.JslCompiler;
import io.fuscia.execution.ExecutionId;
import io.fuscia.execution.NodeRunner;
import io.fuscia.workflow.NodePath;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.partition.PartitionMapper;
import jakarta.batch.api.partition.PartitionPlan;
import jakarta.batch.api.partition.PartitionPlanImpl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.Properties;

/** Says in how many partitions a parallel loop is run: as many as there are items, at most its concurrency. */
@Named(JslCompiler.LOOP_MAPPER)
@Dependent
public class LoopPartitionMapper implements PartitionMapper {
    @Inject
    @BatchProperty(name = JslCompiler.EXECUTION_ID)
    private String executionId;

    @Inject
    @BatchProperty(name = JslCompiler.NODE_PATH)
    private String nodePath;

    @Inject
    private NodeRunner nodeRunner;

    @Override
    public PartitionPlan mapPartitions() {
        return plan(nodeRunner.partitions(new ExecutionId(executionId), NodePath.parse(nodePath)));
    }

    /** All partitions at the same time, and all alike. The batch runtime wants properties even where there are none. */
    public static PartitionPlan plan(int partitions) {
        Properties[] none = new Properties[partitions];
        Arrays.setAll(none, partition -> new Properties());
        PartitionPlan plan = new PartitionPlanImpl();
        plan.setPartitions(partitions);
        plan.setThreads(partitions);
        plan.setPartitionProperties(none);
        return plan;
    }
}
