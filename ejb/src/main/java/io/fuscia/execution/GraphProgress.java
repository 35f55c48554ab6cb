package io.fuscia.execution;

import io.fuscia.failure.FusciaException;
import io.fuscia.input.Condition;
import io.fuscia.input.Conditions;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.input.Scope;
import io.fuscia.workflow.Edge;
import io.fuscia.workflow.Graph;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far one graph has come: the results of the nodes that ended, and what follows from them for the others. A node's
 * result is set once. Thread-safe. A loop's body has one of these per iteration, with the loop's item and the
 * scope around it.
 */
final class GraphProgress implements Scope {
    private final Graph graph;
    private final JsonValue payload;
    private final Conditions conditions;
    private final Optional<Scope> around;
    private final Optional<LoopItem> item;
    private final Map<NodeId, NodeEnd> results = new ConcurrentHashMap<>();
    private final Map<Edge, Boolean> decidedConditions = new ConcurrentHashMap<>();

    GraphProgress(Graph graph, JsonValue payload, Conditions conditions) {
        this.graph = graph;
        this.payload = payload;
        this.conditions = conditions;
        this.around = Optional.empty();
        this.item = Optional.empty();
    }

    /** A loop's body for one item. */
    GraphProgress(Graph body, GraphProgress around, LoopItem item) {
        this.graph = body;
        this.payload = around.payload;
        this.conditions = around.conditions;
        this.around = Optional.of(around);
        this.item = Optional.of(item);
    }

    Graph graph() {
        return graph;
    }

    /** @throws IllegalStateException if the node had ended before */
    void ended(NodeId node, NodeEnd result) {
        if (results.putIfAbsent(node, result) != null) {
            throw new IllegalStateException("node " + node + " ended twice");
        }
    }

    Optional<NodeEnd> result(NodeId node) {
        return Optional.ofNullable(results.get(node));
    }

    int endedCount() {
        return results.size();
    }

    boolean isComplete() {
        return results.size() == graph.nodes().size();
    }

    /** Whether all nodes ended but this one. */
    boolean isCompleteBut(NodeId node) {
        return results.size() == graph.nodes().size() - 1 && !results.containsKey(node);
    }

    /**
     * What to do with a node that has not ended.
     *
     * @throws FusciaException {@code INVALID_INPUT} if the condition of an edge to it cannot be decided
     */
    NodeReadiness.Decision decide(NodeId node) {
        List<EdgeState> states = new ArrayList<>();
        for (Edge edge : graph.incoming(node)) {
            states.add(state(edge));
        }
        return NodeReadiness.decide(graph.node(node), states);
    }

    private EdgeState state(Edge edge) {
        NodeEnd source = results.get(edge.from());
        EdgeState state = source == null ? EdgeState.UNDECIDED : source.edge();
        if (state != EdgeState.TAKEN || edge.when().isEmpty()) {
            return state;
        }
        return holds(edge) ? EdgeState.TAKEN : EdgeState.NOT_TAKEN;
    }

    private boolean holds(Edge edge) {
        Condition condition = edge.when().orElseThrow();
        if (condition.isDefault()) {
            return graph.outgoing(edge.from()).stream()
                    .filter(other ->
                            other.when().filter(known -> !known.isDefault()).isPresent())
                    .noneMatch(this::holds);
        }
        Boolean known = decidedConditions.get(edge);
        if (known == null) {
            known = conditions.holds(condition, this);
            decidedConditions.put(edge, known);
        }
        return known;
    }

    /** The nodes that serve nothing but the given join: every way from them leads to it. */
    Set<NodeId> onlyFor(NodeId join) {
        Set<NodeId> before = graph.ancestors(join);
        Set<NodeId> only = new HashSet<>();
        List<NodeId> backwards = new ArrayList<>(graph.topologicalOrder());
        java.util.Collections.reverse(backwards);
        for (NodeId node : backwards) {
            List<NodeId> next = graph.downstream(node);
            if (before.contains(node) && next.stream().allMatch(to -> to.equals(join) || only.contains(to))) {
                only.add(node);
            }
        }
        return only;
    }

    /** A join's output: what became of each node with an edge to it. */
    JsonObject branches(NodeId join) {
        JsonObjectBuilder branches = JsonValues.JSON.createObjectBuilder();
        for (NodeId from : graph.upstream(join)) {
            NodeEnd result = results.get(from);
            if (result == null) {
                result = NodeEnd.of(TaskStatus.CANCELLED, GraphRun.notNeeded());
            }
            branches.add(from.value(), result.asBranch());
        }
        return branches.build();
    }

    @Override
    public JsonValue trigger() {
        return payload;
    }

    @Override
    public Optional<Scope.NodeResult> node(NodeId id) {
        return graph.contains(id) ? result(id).map(NodeEnd::asSeen) : around.flatMap(scope -> scope.node(id));
    }

    @Override
    public Optional<LoopItem> loop() {
        return item;
    }
}
