package io.fuscia.workflow;

import io.fuscia.input.InputValue;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.input.Path;
import io.fuscia.input.Suggestion;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks that every path of a graph reads something that has certainly ended before: an ancestor in the same graph, or,
 * inside a loop, an ancestor of the loop; the loop's variables only inside a loop.
 */
final class PathCheck {
    private final Graph graph;
    private final WorkflowResolver.Surroundings around;
    private final Problems problems;
    private final Map<NodeId, BitSet> ancestors = new HashMap<>();
    private final Map<NodeId, Integer> numbers = new HashMap<>();

    PathCheck(Graph graph, WorkflowResolver.Surroundings around) {
        this.graph = graph;
        this.around = around;
        this.problems = around.problems();
    }

    void check() {
        for (NodeDefinition node : graph.nodes()) {
            String pointer = around.node(node.id());
            if (around.isBroken(node.id())) {
                continue;
            }
            Reader reader = new Reader("node '" + node.id() + "'", node.id(), false);
            value(node.inputs(), pointer + "/inputs", reader);
            if (node instanceof NodeDefinition.Http http) {
                http(http, pointer, reader);
            } else if (node instanceof NodeDefinition.Loop loop) {
                value(loop.items(), pointer + "/items", reader);
            }
        }
        for (Edge edge : graph.edges()) {
            Reader reader =
                    new Reader("the condition from '" + edge.from() + "' to '" + edge.to() + "'", edge.from(), true);
            edge.when()
                    .ifPresent(condition ->
                            condition.paths().forEach(path -> path(path, around.edge(edge) + "/when", reader)));
        }
    }

    /**
     * Who reads a path.
     *
     * @param name for messages
     * @param at whose ancestors it may read
     * @param itself whether it may read that node too
     */
    private record Reader(String name, NodeId at, boolean itself) {}

    private void http(NodeDefinition.Http http, String pointer, Reader reader) {
        value(http.url(), pointer + "/url", reader);
        http.headers().forEach((name, value) -> value(value, member(pointer + "/headers", name), reader));
        http.query().forEach((name, value) -> value(value, member(pointer + "/query", name), reader));
        http.body().ifPresent(body -> value(body, pointer + "/body", reader));
        http.auth().ifPresent(auth -> {
            if (auth instanceof NodeDefinition.HttpAuth.Basic basic) {
                value(basic.username(), pointer + "/auth/username", reader);
                value(basic.password(), pointer + "/auth/password", reader);
            } else if (auth instanceof NodeDefinition.HttpAuth.Bearer bearer) {
                value(bearer.token(), pointer + "/auth/token", reader);
            } else if (auth instanceof NodeDefinition.HttpAuth.Header header) {
                value(header.value(), pointer + "/auth/value", reader);
            }
        });
    }

    private void value(InputValue value, String pointer, Reader reader) {
        Consumer<Path> check = path -> path(path, pointer, reader);
        if (value instanceof InputValue.Reference reference) {
            check.accept(reference.path());
        } else if (value instanceof InputValue.Templated templated) {
            templated.template().paths().forEach(check);
        } else if (value instanceof InputValue.ObjectValue object) {
            object.members().forEach((name, member) -> value(member, member(pointer, name), reader));
        } else if (value instanceof InputValue.ArrayValue array) {
            for (int i = 0; i < array.elements().size(); i++) {
                value(array.elements().get(i), pointer + "/" + i, reader);
            }
        }
    }

    private static String member(String pointer, String name) {
        return pointer + "/" + JsonValues.pointerToken(name);
    }

    private void path(Path path, String pointer, Reader reader) {
        if (path.readsLoop() && !around.isLoopBody()) {
            problems.error(
                    pointer, "no_loop", reader.name() + " reads " + path.text() + ", but there is no loop around it");
        }
        path.node().ifPresent(id -> node(id, path, pointer, reader));
    }

    private void node(NodeId id, Path path, String pointer, Reader reader) {
        if (graph.contains(id)) {
            boolean visible = runsBefore(id, reader.at()) || (reader.itself() && id.equals(reader.at()));
            if (!visible && !around.isExcused(id) && !around.isExcused(reader.at())) {
                String why = id.equals(reader.at())
                        ? "which is the node itself"
                        : "but '" + id + "' does not run before it (it is not an ancestor)";
                problems.error(pointer, "not_an_ancestor", reader.name() + " reads " + path.text() + ", " + why);
            }
            return;
        }
        Optional<WorkflowResolver.Surroundings.Outer> at = around.outer();
        while (at.isPresent()) {
            WorkflowResolver.Surroundings.Outer outer = at.get();
            if (outer.graph().contains(id)) {
                outerNode(id, path, pointer, reader, outer);
                return;
            }
            at = outer.around().outer();
        }
        unknown(id, path, pointer, reader);
    }

    private void outerNode(
            NodeId id, Path path, String pointer, Reader reader, WorkflowResolver.Surroundings.Outer outer) {
        if (id.equals(outer.loop())) {
            problems.error(
                    pointer,
                    "not_an_ancestor",
                    reader.name() + " reads " + path.text() + ", but it runs inside '" + id
                            + "', which has not ended then");
        } else if (!outer.graph().ancestors(outer.loop()).contains(id)
                && !outer.around().isExcused(id)
                && !outer.around().isExcused(outer.loop())) {
            problems.error(
                    pointer,
                    "not_an_ancestor",
                    reader.name() + " reads " + path.text() + ", but '" + id + "' does not run before the loop '"
                            + outer.loop() + "'");
        }
    }

    private void unknown(NodeId id, Path path, String pointer, Reader reader) {
        for (NodeDefinition node : graph.nodes()) {
            for (Graph nested : node.nested()) {
                if (nested.contains(id)) {
                    problems.error(
                            pointer,
                            "not_an_ancestor",
                            reader.name() + " reads " + path.text() + ", but '" + id + "' is inside the loop '"
                                    + node.id() + "'; read $." + node.id() + ".output instead");
                    return;
                }
            }
        }
        problems.error(
                pointer,
                "unknown_node",
                reader.name() + " reads " + path.text() + ", but there is no node '" + id + "'"
                        + Suggestion.forName(id.value(), visibleNames()));
    }

    private List<String> visibleNames() {
        List<String> names = new ArrayList<>(
                graph.nodes().stream().map(node -> node.id().value()).toList());
        Optional<WorkflowResolver.Surroundings.Outer> at = around.outer();
        while (at.isPresent()) {
            at.get().graph().nodes().forEach(node -> names.add(node.id().value()));
            at = at.get().around().outer();
        }
        names.add("trigger");
        return names;
    }

    private boolean runsBefore(NodeId earlier, NodeId later) {
        if (ancestors.isEmpty()) {
            fillAncestors();
        }
        return ancestors.get(later).get(numbers.get(earlier));
    }

    /** One bit per pair of nodes: long chains in which every node reads the one before would else cost their square. */
    private void fillAncestors() {
        graph.nodes().forEach(node -> numbers.put(node.id(), numbers.size()));
        List<NodeId> order;
        try {
            order = graph.topologicalOrder();
        } catch (IllegalStateException cyclic) {
            for (NodeDefinition node : graph.nodes()) {
                BitSet all = new BitSet();
                graph.ancestors(node.id()).forEach(id -> all.set(numbers.get(id)));
                ancestors.put(node.id(), all);
            }
            return;
        }
        for (NodeId id : order) {
            BitSet all = new BitSet();
            for (NodeId upstream : graph.upstream(id)) {
                all.set(numbers.get(upstream));
                all.or(ancestors.get(upstream));
            }
            ancestors.put(id, all);
        }
    }
}
