package io.fuscia.workflow;

import io.fuscia.input.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the shape of one graph: cycles, starts, what can be reached, and what kinds of node may stand where. */
final class GraphCheck {
    private final Graph graph;
    private final WorkflowResolver.Surroundings around;
    private final Problems problems;

    GraphCheck(Graph graph, WorkflowResolver.Surroundings around) {
        this.graph = graph;
        this.around = around;
        this.problems = around.problems();
    }

    void check() {
        Set<NodeId> inCycles = cycles();
        if (around.isLoopBody()) {
            body();
        } else {
            starts(inCycles);
        }
        for (NodeDefinition node : graph.nodes()) {
            if (node instanceof NodeDefinition.Join join && !around.isExcused(node.id())) {
                join(join);
            }
        }
    }

    private void body() {
        for (NodeDefinition node : graph.nodes()) {
            if (node instanceof NodeDefinition.Trigger) {
                problems.error(
                        around.node(node.id()),
                        "trigger_in_loop",
                        "the trigger '" + node.id() + "' is inside a loop; triggers start whole workflows");
            }
        }
    }

    private void starts(Set<NodeId> inCycles) {
        List<NodeId> triggers = graph.nodes().stream()
                .filter(NodeDefinition.Trigger.class::isInstance)
                .map(NodeDefinition::id)
                .toList();
        boolean anyBroken = graph.nodes().stream().anyMatch(node -> around.isBroken(node.id()));
        if (triggers.isEmpty() && !anyBroken && !graph.nodes().isEmpty()) {
            problems.error(around.nodes(), "no_trigger", "a workflow needs at least one node of type 'trigger'");
        }
        for (NodeId trigger : triggers) {
            for (Edge edge : graph.incoming(trigger)) {
                problems.error(
                        around.edge(edge),
                        "edge_into_trigger",
                        "the trigger '" + trigger + "' cannot have an incoming edge (from '" + edge.from() + "')");
            }
        }
        Set<NodeId> reached = reached(triggers);
        for (NodeDefinition node : graph.nodes()) {
            NodeId id = node.id();
            if (node instanceof NodeDefinition.Trigger || around.isExcused(id)) {
                continue;
            }
            if (graph.incoming(id).isEmpty()) {
                orphan(id);
            } else if (!triggers.isEmpty() && !reached.contains(id) && !inCycles.contains(id)) {
                problems.error(
                        around.node(id),
                        "unreachable_node",
                        "the node '" + id + "' cannot be reached from any trigger");
            }
        }
    }

    private void orphan(NodeId id) {
        if (graph.outgoing(id).isEmpty()) {
            problems.error(around.node(id), "orphan_node", "the node '" + id + "' is not connected to anything");
        } else {
            problems.error(
                    around.node(id),
                    "no_incoming_edge",
                    "the node '" + id
                            + "' has no incoming edge, so nothing ever starts it; only triggers start by themselves");
        }
    }

    /** From triggers and from what may well hang on a trigger by an edge that could not be read. */
    private Set<NodeId> reached(List<NodeId> triggers) {
        Set<NodeId> reached = new HashSet<>(triggers);
        for (NodeDefinition node : graph.nodes()) {
            if (around.isExcused(node.id())) {
                reached.add(node.id());
            }
        }
        Deque<NodeId> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            for (NodeId next : graph.downstream(open.remove())) {
                if (reached.add(next)) {
                    open.add(next);
                }
            }
        }
        return reached;
    }

    private void join(NodeDefinition.Join join) {
        int branches = graph.incoming(join.id()).size();
        if (branches == 1) {
            problems.error(
                    around.node(join.id()),
                    "join_with_one_branch",
                    "the join '" + join.id() + "' has only one incoming edge; a join needs at least two");
        }
        if (branches > 1 && join.count().isPresent() && join.count().getAsInt() > branches) {
            problems.error(
                    around.node(join.id()) + "/count",
                    "out_of_range",
                    "the join '" + join.id() + "' waits for " + join.count().getAsInt() + " branches and has "
                            + branches);
        }
    }

    /** Reports one cycle for every knot of nodes that can all reach each other; answers all nodes in such knots. */
    private Set<NodeId> cycles() {
        Set<NodeId> left = notInOrder();
        Set<NodeId> inCycles = new HashSet<>();
        for (NodeDefinition node : graph.nodes()) {
            NodeId id = node.id();
            if (!left.contains(id) || inCycles.contains(id)) {
                continue;
            }
            List<NodeId> cycle = shortestCycle(id, left);
            if (!cycle.isEmpty()) {
                inCycles.addAll(knot(id, left));
                report(cycle);
            }
        }
        return inCycles;
    }

    private void report(List<NodeId> cycle) {
        NodeId last = cycle.get(cycle.size() - 1);
        Edge closing = graph.outgoing(last).stream()
                .filter(edge -> edge.to().equals(cycle.get(0)))
                .findFirst()
                .orElseThrow();
        List<String> names = new ArrayList<>(cycle.stream().map(NodeId::value).toList());
        names.add(cycle.get(0).value());
        problems.error(around.edge(closing), "cycle", "there is a cycle: " + String.join(" → ", names));
    }

    /** What no topological order can place from either end: only nodes on or between cycles. */
    private Set<NodeId> notInOrder() {
        Set<NodeId> left = new HashSet<>();
        graph.nodes().forEach(node -> left.add(node.id()));
        peel(left, true);
        peel(left, false);
        return left;
    }

    private void peel(Set<NodeId> left, boolean forwards) {
        Map<NodeId, Integer> waiting = new HashMap<>();
        Deque<NodeId> free = new ArrayDeque<>();
        for (NodeId id : left) {
            int count =
                    (int) edges(id, !forwards).stream().filter(left::contains).count();
            waiting.put(id, count);
            if (count == 0) {
                free.add(id);
            }
        }
        while (!free.isEmpty()) {
            NodeId id = free.remove();
            left.remove(id);
            for (NodeId next : edges(id, forwards)) {
                if (left.contains(next) && waiting.merge(next, -1, Integer::sum) == 0) {
                    free.add(next);
                }
            }
        }
    }

    private List<NodeId> edges(NodeId id, boolean forwards) {
        return forwards ? graph.downstream(id) : graph.upstream(id);
    }

    /** From the node to itself by the fewest edges; empty if it is not on a cycle. */
    private List<NodeId> shortestCycle(NodeId start, Set<NodeId> within) {
        Map<NodeId, NodeId> cameFrom = new HashMap<>();
        Deque<NodeId> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            NodeId at = open.remove();
            for (NodeId next : graph.downstream(at)) {
                if (next.equals(start)) {
                    List<NodeId> cycle = new ArrayList<>();
                    for (NodeId step = at; step != null; step = cameFrom.get(step)) {
                        cycle.add(step);
                    }
                    Collections.reverse(cycle);
                    return cycle;
                }
                if (within.contains(next) && cameFrom.putIfAbsent(next, at) == null) {
                    open.add(next);
                }
            }
        }
        return List.of();
    }

    private Set<NodeId> knot(NodeId start, Set<NodeId> within) {
        Set<NodeId> both = new HashSet<>(reach(start, within, true));
        both.retainAll(reach(start, within, false));
        both.add(start);
        return both;
    }

    private Set<NodeId> reach(NodeId start, Set<NodeId> within, boolean forwards) {
        Set<NodeId> seen = new HashSet<>();
        Deque<NodeId> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            for (NodeId next : edges(open.remove(), forwards)) {
                if (within.contains(next) && seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return seen;
    }
}
