package io.fuscia.execution;

import io.fuscia.workflow.NodePath;

/**
 * The one way to run a node. Injectable ({@code @Inject}) in every module; thread-safe.
 */
public final class NodeRunner {
    /**
     * Runs the node of the outermost graph if it is its turn, on the caller's thread, and stores the result before it
     * returns. Does nothing if the node is done, runs already, waits for a retry that is due later, or if its execution
     * is ending, paused or not on this server: so calling it once more for every node, in the graph's order, is how an
     * execution goes on after anything. Never throws for anything a node does; call it outside any transaction.
     */
    public void run(ExecutionId id, NodePath node) {
        throw new UnsupportedOperationException();
    }
}
