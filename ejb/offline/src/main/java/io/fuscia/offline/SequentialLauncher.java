package io.fuscia.offline;

import io.fuscia.execution.ExecutionId;
import io.fuscia.execution.ExecutionLauncher;
import io.fuscia.execution.Executions;
import io.fuscia.execution.NodeRunner;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.NodePath;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Runs one node after the other on the caller's thread, in the graph's order, so that a test goes the same way every
 * time. What is launched meanwhile waits its turn.
 */
final class SequentialLauncher implements ExecutionLauncher {
    private final Deque<Runnable> jobs = new ArrayDeque<>();

    private final Instance<NodeRunner> nodes;
    private final Instance<Executions> executions;

    SequentialLauncher(Instance<NodeRunner> nodes, Instance<Executions> executions) {
        this.nodes = nodes;
        this.executions = executions;
    }

    @Override
    public String compile(LockedWorkflow workflow) {
        return "";
    }

    @Override
    public synchronized void launch(ExecutionId id, LockedWorkflow workflow) {
        jobs.add(() -> run(id, workflow));
    }

    private void run(ExecutionId id, LockedWorkflow workflow) {
        for (NodeId node : workflow.graph().topologicalOrder()) {
            nodes.get().run(id, NodePath.of(node));
        }
        executions.get().jobEnded(id);
    }

    /** Runs what was launched, until nothing is. Tells whether there was anything. */
    boolean runAll() {
        boolean any = false;
        for (Runnable job = next(); job != null; job = next()) {
            job.run();
            any = true;
        }
        return any;
    }

    private synchronized Runnable next() {
        return jobs.poll();
    }

    @Override
    public void stop(ExecutionId id) {
        // The nodes that are left find nothing to do.
    }
}
