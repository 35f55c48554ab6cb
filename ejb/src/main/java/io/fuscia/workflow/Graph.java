package io.fuscia.workflow;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes and edges of a workflow or of a loop's body, with the queries everything else asks. Immutable. The constructor
 * takes any graph whose edges name known nodes; that it is acyclic is checked by {@link #topologicalOrder()} and, with
 * good messages, when a workflow is locked.
 */
public final class Graph {
    private final List<NodeDefinition> nodes;
    private final List<Edge> edges;
    private final Map<NodeId, NodeDefinition> byId = new LinkedHashMap<>();
    private final Map<NodeId, List<Edge>> incoming = new HashMap<>();
    private final Map<NodeId, List<Edge>> outgoing = new HashMap<>();

    /**
     * A graph of these nodes and edges.
     *
     * @throws FusciaException {@code NODE_NOT_FOUND} if an edge names an unknown node
     */
    public Graph(List<NodeDefinition> nodes, List<Edge> edges) {
        this.nodes = List.copyOf(nodes);
        this.edges = List.copyOf(edges);
        for (NodeDefinition node : this.nodes) {
            byId.put(node.id(), node);
            incoming.put(node.id(), new ArrayList<>());
            outgoing.put(node.id(), new ArrayList<>());
        }
        for (Edge edge : this.edges) {
            require(incoming, edge.to()).add(edge);
            require(outgoing, edge.from()).add(edge);
        }
    }

    /** All nodes, in the order of the file. */
    public List<NodeDefinition> nodes() {
        return nodes;
    }

    /** All edges, in the order of the file. */
    public List<Edge> edges() {
        return edges;
    }

    /** The node. @throws FusciaException {@code NODE_NOT_FOUND} */
    public NodeDefinition node(NodeId id) {
        return require(byId, id);
    }

    /** Whether the graph has this node. */
    public boolean contains(NodeId id) {
        return byId.containsKey(id);
    }

    /** Edges into the node; empty if it has none. @throws FusciaException {@code NODE_NOT_FOUND} */
    public List<Edge> incoming(NodeId id) {
        return List.copyOf(require(incoming, id));
    }

    /** Edges out of the node; empty if it has none. @throws FusciaException {@code NODE_NOT_FOUND} */
    public List<Edge> outgoing(NodeId id) {
        return List.copyOf(require(outgoing, id));
    }

    /** Nodes with an edge to this one, in edge order. @throws FusciaException {@code NODE_NOT_FOUND} */
    public List<NodeId> upstream(NodeId id) {
        return require(incoming, id).stream().map(Edge::from).distinct().toList();
    }

    /** Nodes that this one has an edge to, in edge order. @throws FusciaException {@code NODE_NOT_FOUND} */
    public List<NodeId> downstream(NodeId id) {
        return require(outgoing, id).stream().map(Edge::to).distinct().toList();
    }

    /** All nodes from which this one can be reached, itself not included. */
    public Set<NodeId> ancestors(NodeId id) {
        return reach(id, true);
    }

    /** All nodes that can be reached from this one, itself not included. */
    public Set<NodeId> descendants(NodeId id) {
        return reach(id, false);
    }

    /** Every node after all nodes it depends on; ties in file order. @throws IllegalStateException on a cycle */
    public List<NodeId> topologicalOrder() {
        Map<NodeId, Integer> waiting = new HashMap<>();
        Deque<NodeId> ready = new ArrayDeque<>();
        for (NodeDefinition node : nodes) {
            int count = require(incoming, node.id()).size();
            waiting.put(node.id(), count);
            if (count == 0) {
                ready.add(node.id());
            }
        }
        List<NodeId> order = new ArrayList<>(nodes.size());
        while (!ready.isEmpty()) {
            NodeId next = ready.remove();
            order.add(next);
            for (Edge edge : require(outgoing, next)) {
                if (waiting.merge(edge.to(), -1, Integer::sum) == 0) {
                    ready.add(edge.to());
                }
            }
        }
        if (order.size() != nodes.size()) {
            throw new IllegalStateException("the graph has a cycle");
        }
        return order;
    }

    private Set<NodeId> reach(NodeId start, boolean backwards) {
        require(byId, start);
        Set<NodeId> seen = new LinkedHashSet<>();
        Deque<NodeId> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            NodeId at = open.remove();
            for (NodeId next : backwards ? upstream(at) : downstream(at)) {
                if (seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return seen;
    }

    private static <T> T require(Map<NodeId, T> map, NodeId id) {
        T found = map.get(id);
        if (found == null) {
            throw new FusciaException(ErrorCode.NODE_NOT_FOUND, "there is no node '" + id + "' in the graph");
        }
        return found;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Graph graph && nodes.equals(graph.nodes) && edges.equals(graph.edges);
    }

    @Override
    public int hashCode() {
        return 31 * nodes.hashCode() + edges.hashCode();
    }

    @Override
    public String toString() {
        return "Graph[nodes=" + byId.keySet() + ", edges=" + edges + "]";
    }
}
