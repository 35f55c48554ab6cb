package io.fuscia.execution;

import io.fuscia.input.NodeId;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.NodePath;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs every node as soon as all nodes before it returned, each on a thread of its own: the most parallel job there is. */
final class ThreadedLauncher implements ExecutionLauncher, AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<CompletableFuture<Void>> jobs = new ConcurrentLinkedQueue<>();
    private NodeRunner nodes;
    private Executions executions;
    private volatile boolean crashed;

    void callBack(NodeRunner runner, Executions ended) {
        nodes = runner;
        executions = ended;
    }

    @Override
    public String compile(LockedWorkflow workflow) {
        return "";
    }

    @Override
    public void launch(ExecutionId id, LockedWorkflow workflow) {
        Map<NodeId, CompletableFuture<Void>> done = new HashMap<>();
        for (NodeId node : workflow.graph().topologicalOrder()) {
            CompletableFuture<?>[] before =
                    workflow.graph().upstream(node).stream().map(done::get).toArray(CompletableFuture<?>[]::new);
            done.put(node, CompletableFuture.allOf(before).thenRunAsync(() -> run(id, node), threads));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(done.values().toArray(CompletableFuture<?>[]::new));
        jobs.add(all.whenCompleteAsync((nothing, failure) -> ended(id), threads));
    }

    private void run(ExecutionId id, NodeId node) {
        if (!crashed) {
            NodePath path = NodePath.of(node);
            CompletableFuture<?>[] partitions = new CompletableFuture<?>[nodes.partitions(id, path)];
            for (int partition = 1; partition < partitions.length; partition++) {
                partitions[partition] = CompletableFuture.runAsync(() -> nodes.run(id, path), threads);
            }
            partitions[0] = CompletableFuture.completedFuture(null);
            nodes.run(id, path);
            CompletableFuture.allOf(partitions).join();
        }
    }

    private void ended(ExecutionId id) {
        if (!crashed) {
            executions.jobEnded(id);
        }
    }

    /** No node starts any more and no job ends. */
    void crash() {
        crashed = true;
    }

    @Override
    public boolean offer(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (java.util.concurrent.RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void stop(ExecutionId id) {
        // The nodes are interrupted already, and the rest of the job finds nothing to do.
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
