package io.fuscia.execution;

import io.fuscia.input.NodeId;
import io.fuscia.workflow.Graph;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Runs every node of a loop's body after all nodes it depends on returned: on the caller's thread, and, where branches
 * are ready at the same time, on others as far as there are some.
 *
 * <p>It cannot deadlock: a node that is ready is taken by whoever is free, the caller included; the caller waits only
 * for nodes that other threads are running at that moment; and those wait only for what they started themselves.
 */
final class BodyWork {
    private final Graph graph;
    private final Consumer<NodeId> node;
    private final Predicate<Runnable> threads;
    private final Map<NodeId, Integer> waiting = new HashMap<>();
    private final Deque<NodeId> ready = new ArrayDeque<>();
    private int left;
    private boolean interrupted;

    /**
     * @param node runs a node; must not throw
     * @param threads runs a task at once on another thread, or says that there is none
     */
    BodyWork(Graph graph, Consumer<NodeId> node, Predicate<Runnable> threads) {
        this.graph = graph;
        this.node = node;
        this.threads = threads;
        this.left = graph.nodes().size();
        for (NodeId id : graph.topologicalOrder()) {
            int before = graph.upstream(id).size();
            waiting.put(id, before);
            if (before == 0) {
                ready.add(id);
            }
        }
    }

    /** Returns when all nodes have. Tells whether the thread was interrupted meanwhile; the flag is cleared. */
    boolean run() {
        work(true);
        return interrupted;
    }

    private void work(boolean toTheEnd) {
        NodeId at = next(toTheEnd);
        while (at != null) {
            try {
                node.accept(at);
            } finally {
                returned(at);
            }
            at = next(toTheEnd);
        }
    }

    @SuppressWarnings("ReturnValueIgnored") // if no thread takes it, this one comes back to it
    private NodeId next(boolean toTheEnd) {
        NodeId taken;
        boolean more;
        synchronized (this) {
            while (ready.isEmpty() && left > 0 && toTheEnd) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            taken = ready.poll();
            more = !ready.isEmpty();
        }
        if (more) {
            threads.test(() -> work(false));
        }
        return taken;
    }

    private synchronized void returned(NodeId at) {
        left--;
        for (NodeId next : graph.downstream(at)) {
            if (waiting.merge(next, -1, Integer::sum) == 0) {
                ready.add(next);
            }
        }
        notifyAll();
    }
}
