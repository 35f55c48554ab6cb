package io.fuscia.workflow;

import io.fuscia.input.ConditionFacts;
import io.fuscia.input.NodeId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can be said of an acyclic graph before it runs: which nodes certainly succeeded and which conditions certainly
 * held where a node runs, and which nodes can never run. A node that can never run is one whose edges cannot be taken as
 * it needs them. Errs on one side only: what it says is so.
 */
final class GraphFlow {
    /** Nodes times conditions: beyond this the conditions are not followed, to bound time and memory. */
    private static final long MOST_WORK = 4_000_000;

    private static final int MOST_BRANCHES = 12;

    private final Graph graph;
    private final List<Edge> conditional;
    private final Map<Edge, Integer> numbers = new HashMap<>();
    private final Map<NodeId, Integer> nodeNumbers = new HashMap<>();
    private final Map<NodeId, BitSet> succeeded = new HashMap<>();
    private final Map<NodeId, BitSet> held = new HashMap<>();
    private final Map<NodeId, Boolean> never = new HashMap<>();
    private final Map<NodeId, Boolean> maySkip = new HashMap<>();
    private final long triggers;
    /** By number; empty for {@code default}. */
    private final List<Optional<ConditionFacts>> facts = new ArrayList<>();

    private final Set<Edge> neverTaken;

    /** @param neverTaken edges whose condition is known to be false */
    GraphFlow(Graph graph, Set<Edge> neverTaken) {
        this.graph = graph;
        this.neverTaken = neverTaken;
        this.triggers = graph.nodes().stream()
                .filter(NodeDefinition.Trigger.class::isInstance)
                .count();
        List<Edge> all =
                graph.edges().stream().filter(edge -> edge.when().isPresent()).toList();
        this.conditional = (long) all.size() * graph.nodes().size() > MOST_WORK ? List.of() : all;
        conditional.forEach(edge -> {
            numbers.put(edge, numbers.size());
            facts.add(
                    isDefault(edge)
                            ? Optional.empty()
                            : Optional.of(ConditionFacts.of(edge.when().orElseThrow())));
        });
        graph.nodes().forEach(node -> nodeNumbers.put(node.id(), nodeNumbers.size()));
        graph.topologicalOrder().forEach(this::follow);
    }

    private void follow(NodeId id) {
        NodeDefinition node = graph.node(id);
        List<Edge> open = graph.incoming(id).stream()
                .filter(edge -> !never.get(edge.from()) && !neverTaken.contains(edge))
                .toList();
        boolean all = node instanceof NodeDefinition.Join join
                && needed(join) == graph.incoming(id).size();
        BitSet nodes = new BitSet();
        BitSet conditions = new BitSet();
        for (int i = 0; i < open.size(); i++) {
            if (all || i == 0) {
                nodes.or(succeeded(open.get(i)));
                conditions.or(conditions(open.get(i)));
            } else {
                nodes.and(succeeded(open.get(i)));
                conditions.and(conditions(open.get(i)));
            }
        }
        if (!(node instanceof NodeDefinition.Join)) {
            // It runs after failures of none, so what cannot be skipped has succeeded.
            open.stream().filter(edge -> !mayNotBeTaken(edge)).forEach(edge -> {
                nodes.or(succeeded(edge));
                conditions.or(conditions(edge));
            });
        }
        maySkip.put(id, maySkip(node));
        succeeded.put(id, nodes);
        held.put(id, conditions);
        never.put(id, isImpossible(node, open, conditions));
    }

    /** Whether the node can be skipped although nothing failed. */
    private boolean maySkip(NodeDefinition node) {
        List<Edge> incoming = graph.incoming(node.id());
        if (incoming.isEmpty()) {
            return node instanceof NodeDefinition.Trigger && triggers > 1;
        }
        long sure = incoming.stream().filter(edge -> !mayNotBeTaken(edge)).count();
        return sure < (node instanceof NodeDefinition.Join join ? needed(join) : 1);
    }

    private boolean mayNotBeTaken(Edge edge) {
        return edge.when().isPresent() || maySkip.get(edge.from());
    }

    private BitSet succeeded(Edge edge) {
        BitSet before = (BitSet) succeeded.get(edge.from()).clone();
        before.set(nodeNumbers.get(edge.from()));
        return before;
    }

    private BitSet conditions(Edge edge) {
        BitSet conditions = (BitSet) held.get(edge.from()).clone();
        Integer own = numbers.get(edge);
        if (own != null) {
            conditions.set(own);
        }
        return conditions;
    }

    /** How many branches a join needs. */
    private int needed(NodeDefinition.Join join) {
        return switch (join.strategy()) {
            case ALL -> graph.incoming(join.id()).size();
            case ANY, FIRST -> 1;
            case N_OF_M -> join.count().orElse(1);
        };
    }

    private boolean isImpossible(NodeDefinition node, List<Edge> open, BitSet conditions) {
        if (graph.incoming(node.id()).isEmpty()) {
            return false;
        }
        int needed = node instanceof NodeDefinition.Join join ? needed(join) : 1;
        return open.size() < needed || contradict(conditions) || mostTogether(open, needed) < needed;
    }

    /** How many of the edges can be taken in one execution, up to as many as are asked for. */
    private int mostTogether(List<Edge> edges, int needed) {
        if (needed <= 1 || needed == graph.incoming(edges.get(0).to()).size() || edges.size() > MOST_BRANCHES) {
            return needed;
        }
        int most = 0;
        for (int chosen = 1; chosen < 1 << edges.size() && most < needed; chosen++) {
            if (Integer.bitCount(chosen) > most) {
                BitSet together = new BitSet();
                for (int i = 0; i < edges.size(); i++) {
                    if (((chosen >> i) & 1) == 1) {
                        together.or(conditions(edges.get(i)));
                    }
                }
                most = contradict(together) ? most : Integer.bitCount(chosen);
            }
        }
        return most;
    }

    private static boolean isDefault(Edge edge) {
        return edge.when().orElseThrow().isDefault();
    }

    private boolean contradict(BitSet conditions) {
        return conditions.cardinality() > 1
                && (contradictsDefault(conditions)
                        || ConditionFacts.contradict(conditions.stream()
                                .mapToObj(facts::get)
                                .flatMap(Optional::stream)
                                .toList()));
    }

    /** An edge that is taken by default is taken where none of the others with a condition is. */
    private boolean contradictsDefault(BitSet conditions) {
        return conditions.stream()
                .mapToObj(conditional::get)
                .filter(GraphFlow::isDefault)
                .anyMatch(other -> conditions.stream()
                        .mapToObj(conditional::get)
                        .anyMatch(edge -> !isDefault(edge) && edge.from().equals(other.from())));
    }

    /** Whether the node is skipped in every execution. */
    boolean neverRuns(NodeId id) {
        return never.get(id);
    }

    /** Whether the other node certainly succeeded where this one runs. */
    boolean hasSucceeded(NodeId other, NodeId where) {
        return succeeded.get(where).get(nodeNumbers.get(other));
    }

    /** Edges with conditions of their own that certainly held where the node runs. */
    Set<Edge> held(NodeId where) {
        return held.get(where).stream()
                .mapToObj(conditional::get)
                .filter(edge -> !isDefault(edge))
                .collect(Collectors.toSet());
    }

    /** Nodes of which a condition that held has read the output. */
    Set<NodeId> provedBy(NodeId where) {
        return held.get(where).stream()
                .mapToObj(facts::get)
                .flatMap(Optional::stream)
                .flatMap(fact -> fact.provesOutputOf().stream())
                .collect(Collectors.toSet());
    }

    /** Two of the join's edges that can never be taken in one execution, if there are such. */
    Optional<List<Edge>> exclusive(NodeId join) {
        List<Edge> incoming = graph.incoming(join);
        for (int i = 0; i < Math.min(incoming.size(), 100); i++) {
            for (int j = 0; j < i; j++) {
                BitSet both = conditions(incoming.get(i));
                both.or(conditions(incoming.get(j)));
                if (contradict(both)) {
                    return Optional.of(List.of(incoming.get(j), incoming.get(i)));
                }
            }
        }
        return Optional.empty();
    }
}
