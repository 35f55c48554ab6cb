package io.fuscia.batch.jsl;

import io.fuscia.input.NodeId;
import io.fuscia.workflow.Edge;
import io.fuscia.workflow.Graph;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a graph orders: its transitive reduction and its transitive closure. Nodes are numbers, given in a topological
 * order, so that whatever comes after a node has a greater number. Immutable after construction.
 *
 * <p>The closure is one row of bits per node, because both questions asked of it (is this edge implied by others, how
 * many nodes come after this one) are then a few machine words each: 10,000 nodes are 12.5 MB and some 100 ms.
 */
final class PartialOrder {
    private final List<NodeId> nodes;
    private final int[][] successors;
    private final long[][] after;

    /** @throws IllegalStateException if the graph has a cycle */
    PartialOrder(Graph graph) {
        this.nodes = graph.topologicalOrder();
        int size = nodes.size();
        Map<NodeId, Integer> numbers = new HashMap<>(size * 2);
        for (int node = 0; node < size; node++) {
            numbers.put(nodes.get(node), node);
        }
        int[][] written = written(graph, numbers);
        this.successors = new int[size][];
        this.after = new long[size][(size + 63) >>> 6];
        for (int node = size - 1; node >= 0; node--) {
            successors[node] = reduce(node, written[node]);
        }
    }

    /** How many nodes there are. */
    int size() {
        return nodes.size();
    }

    /** The name behind a number. */
    NodeId id(int node) {
        return nodes.get(node);
    }

    /** The nodes that come right after this one: those with an edge in the transitive reduction. Not to be changed. */
    int[] successors(int node) {
        return successors[node];
    }

    /** The nodes that come after this one, as bits. Not to be changed. */
    long[] after(int node) {
        return after[node];
    }

    private static int[][] written(Graph graph, Map<NodeId, Integer> numbers) {
        int[] count = new int[numbers.size()];
        for (Edge edge : graph.edges()) {
            count[numbers.get(edge.from())]++;
        }
        int[][] targets = new int[count.length][];
        for (int node = 0; node < count.length; node++) {
            targets[node] = new int[count[node]];
        }
        for (Edge edge : graph.edges()) {
            int from = numbers.get(edge.from());
            targets[from][--count[from]] = numbers.get(edge.to());
        }
        return targets;
    }

    /** Nearest target first: a target that an earlier one already leads to is implied. */
    private int[] reduce(int node, int[] targets) {
        Arrays.sort(targets);
        int[] kept = new int[targets.length];
        int count = 0;
        long[] reached = after[node];
        for (int target : targets) {
            if ((reached[target >>> 6] & (1L << target)) == 0) {
                kept[count++] = target;
                reached[target >>> 6] |= 1L << target;
                long[] beyond = after[target];
                for (int word = target >>> 6; word < reached.length; word++) {
                    reached[word] |= beyond[word];
                }
            }
        }
        return Arrays.copyOf(kept, count);
    }
}
