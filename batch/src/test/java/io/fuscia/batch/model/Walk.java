package io.fuscia.batch.model;

import io.fuscia.input.NodeId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Visits every node once, after all visits of those that come before it returned. */
final class Walk {
    private final List<NodeId> order;
    private final Map<NodeId, Set<NodeId>> before;
    private final BiConsumer<NodeId, Walk> visit;
    private final Runnable over;
    private final Set<NodeId> visited = new HashSet<>();
    private final Set<NodeId> returned = new HashSet<>();
    private final Map<String, Integer> inside = new TreeMap<>();
    private boolean going;
    private boolean told;

    Walk(List<NodeId> order, Map<NodeId, Set<NodeId>> before, BiConsumer<NodeId, Walk> visit, Runnable over) {
        this.order = order;
        this.before = before;
        this.visit = visit;
        this.over = over;
    }

    void go() {
        if (going) {
            return;
        }
        going = true;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (NodeId node : order) {
                if (!visited.contains(node) && returned.containsAll(before.get(node))) {
                    visited.add(node);
                    moved = true;
                    visit.accept(node, this);
                }
            }
        }
        going = false;
        if (returned.size() == order.size() && !told) {
            told = true;
            over.run();
        }
    }

    void returned(NodeId node) {
        inside.remove(node.value());
        returned.add(node);
        go();
    }

    /** So many threads are at the node. */
    void inside(NodeId node, int threads) {
        inside.put(node.value(), threads);
    }

    Map<String, Integer> inside() {
        return inside;
    }
}
