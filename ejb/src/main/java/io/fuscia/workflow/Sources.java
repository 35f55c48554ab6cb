package io.fuscia.workflow;

import io.fuscia.input.NodeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the parts of a definition are in its document, and which of them were too broken to check further. Filled by the
 * parser; a definition without a document gets the pointers that its canonical form would have.
 */
final class Sources {
    /** An edge of the graph inside the loops named by {@code scope}. */
    private record EdgeKey(List<NodeId> scope, NodeId from, NodeId to) {}

    private final Map<List<NodeId>, String> nodes = new HashMap<>();
    private final Map<EdgeKey, String> edges = new HashMap<>();
    private final Set<List<NodeId>> broken = new HashSet<>();
    private final Set<List<NodeId>> excused = new HashSet<>();

    /** The pointers that the canonical form of the definition has. */
    static Sources of(WorkflowDefinition definition) {
        Sources sources = new Sources();
        sources.add(definition.graph(), List.of(), "");
        return sources;
    }

    private void add(Graph graph, List<NodeId> scope, String pointer) {
        for (int i = 0; i < graph.nodes().size(); i++) {
            NodeDefinition node = graph.nodes().get(i);
            String at = pointer + "/nodes/" + i;
            node(scope, node.id(), at);
            for (Graph nested : node.nested()) {
                add(nested, inside(scope, node.id()), at);
            }
        }
        for (int i = 0; i < graph.edges().size(); i++) {
            edge(scope, graph.edges().get(i).from(), graph.edges().get(i).to(), pointer + "/edges/" + i);
        }
    }

    void node(List<NodeId> scope, NodeId id, String pointer) {
        nodes.put(inside(scope, id), pointer);
    }

    void edge(List<NodeId> scope, NodeId from, NodeId to, String pointer) {
        edges.put(new EdgeKey(scope, from, to), pointer);
    }

    /** The node could not be read; nothing but its id is to be believed. */
    void broken(List<NodeId> scope, NodeId id) {
        broken.add(inside(scope, id));
    }

    /** An edge of the node could not be read; its place in the graph is not to be judged. */
    void excused(List<NodeId> scope, NodeId id) {
        excused.add(inside(scope, id));
    }

    String node(List<NodeId> scope, NodeId id) {
        return nodes.getOrDefault(inside(scope, id), "");
    }

    String edge(List<NodeId> scope, Edge edge) {
        return edges.getOrDefault(new EdgeKey(scope, edge.from(), edge.to()), "");
    }

    boolean isBroken(List<NodeId> scope, NodeId id) {
        return broken.contains(inside(scope, id));
    }

    boolean isExcused(List<NodeId> scope, NodeId id) {
        return excused.contains(inside(scope, id));
    }

    /** The scope of what is nested in the node. */
    static List<NodeId> inside(List<NodeId> scope, NodeId id) {
        List<NodeId> longer = new java.util.ArrayList<>(scope);
        longer.add(id);
        return List.copyOf(longer);
    }
}
