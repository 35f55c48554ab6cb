package io.fuscia.workflow;

import io.fuscia.failure.FusciaException;
import io.fuscia.input.Condition;
import io.fuscia.input.Conditions;
import io.fuscia.input.InputValue;
import io.fuscia.input.NodeId;
import io.fuscia.input.Path;
import io.fuscia.input.SchemaFacts;
import io.fuscia.input.Scope;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks for what is legal and yet hardly meant, in a definition without errors: joins that can never go on (an error),
 * conditions that are always true or false, nodes that never run, paths that may lead nowhere because their node may
 * have been skipped, loops without bounds, outputs that nobody reads.
 */
final class StaticAnalysis {
    private final WorkflowDefinition definition;
    private final Map<NodePath, JsonObject> schemas;
    private final Problems problems;
    private final Conditions conditions = new Conditions();
    private final Set<NodeId> read = new HashSet<>();

    /** @param schemas of the inputs of nodes whose component or workflow has one */
    StaticAnalysis(WorkflowDefinition definition, Map<NodePath, JsonObject> schemas, Problems problems) {
        this.definition = definition;
        this.schemas = schemas;
        this.problems = problems;
    }

    /** @param around of the outermost graph */
    void run(WorkflowResolver.Surroundings around) {
        collectReads(definition.graph());
        graph(
                definition.graph(),
                around,
                Optional.empty(),
                definition.timeoutMs().isPresent());
    }

    private void collectReads(Graph graph) {
        for (NodeDefinition node : graph.nodes()) {
            InputReads.of(node, "").forEach(each -> each.path().node().ifPresent(read::add));
            node.nested().forEach(this::collectReads);
        }
        graph.edges().forEach(edge -> edge.when()
                .ifPresent(condition ->
                        condition.paths().forEach(path -> path.node().ifPresent(read::add))));
    }

    /** A graph around the one that is looked at, and the loop in it. */
    private record Outer(Graph graph, GraphFlow flow, NodeId loop, Optional<Outer> outer) {}

    private void graph(Graph graph, WorkflowResolver.Surroundings around, Optional<Outer> outer, boolean isTimed) {
        GraphFlow flow = new GraphFlow(graph, constants(graph, around, new GraphFlow(graph, Set.of())));
        for (NodeDefinition node : graph.nodes()) {
            String pointer = around.node(node.id());
            if (flow.neverRuns(node.id())) {
                neverRuns(graph, flow, node, pointer);
                continue;
            }
            InputReads.of(node, pointer).forEach(each -> mayBeMissing(node, each, around, graph, flow, outer));
            unused(graph, node, pointer);
            if (node instanceof NodeDefinition.Loop loop) {
                boolean timed = isTimed || loop.settings().timeoutMs().isPresent();
                unbounded(loop, pointer, graph, timed);
                graph(
                        loop.body(),
                        around.inside(graph, loop.id()),
                        Optional.of(new Outer(graph, flow, loop.id(), outer)),
                        timed);
            }
        }
    }

    /** Reports conditions that are always the same, and gives the edges that are never taken. */
    private Set<Edge> constants(Graph graph, WorkflowResolver.Surroundings around, GraphFlow flow) {
        Set<Edge> never = new HashSet<>();
        for (Edge edge : graph.edges()) {
            if (edge.when().isEmpty()) {
                continue;
            }
            Condition condition = edge.when().get();
            String pointer = around.edge(edge) + "/when";
            if (condition.isDefault()) {
                boolean alone = graph.outgoing(edge.from()).stream()
                        .noneMatch(other ->
                                other.when().filter(known -> !known.isDefault()).isPresent());
                if (alone) {
                    problems.warning(
                            pointer,
                            "constant_condition",
                            "no other edge from '" + edge.from() + "' has a condition, so this one is always taken");
                }
                continue;
            }
            Predicate<NodeId> succeeded =
                    id -> id.equals(edge.from()) || (graph.contains(id) && flow.hasSucceeded(id, edge.from()));
            if (condition.paths().stream()
                    .allMatch(
                            path -> path.root() instanceof Path.Root.Status status && succeeded.test(status.node()))) {
                constant(edge, condition, pointer).filter(holds -> !holds).ifPresent(holds -> never.add(edge));
            }
        }
        return never;
    }

    private Optional<Boolean> constant(Edge edge, Condition condition, String pointer) {
        try {
            boolean holds = conditions.holds(condition, new AllSucceeded());
            String why = condition.paths().isEmpty()
                    ? "it reads nothing"
                    : "an edge is decided only after '" + edge.from() + "' succeeded";
            problems.warning(
                    pointer,
                    "constant_condition",
                    "the condition '" + condition.text() + "' is always " + holds + ": " + why);
            return Optional.of(holds);
        } catch (FusciaException e) {
            problems.error(pointer, "invalid_condition", e.getMessage());
            return Optional.empty();
        }
    }

    private void neverRuns(Graph graph, GraphFlow flow, NodeDefinition node, String pointer) {
        if (!(node instanceof NodeDefinition.Join join)) {
            problems.warning(
                    pointer,
                    "node_never_runs",
                    "the node '" + node.id() + "' is skipped in every execution: no way to it can be taken");
            return;
        }
        List<NodeId> dead = graph.incoming(join.id()).stream()
                .map(Edge::from)
                .filter(flow::neverRuns)
                .toList();
        String why = flow.exclusive(join.id())
                .map(pair -> "the branches from '" + pair.get(0).from() + "' and '"
                        + pair.get(1).from() + "' exclude each other")
                .orElse(dead.isEmpty() ? "an edge to it is never taken" : "'" + dead.get(0) + "' never runs");
        problems.error(
                pointer,
                "join_never_fires",
                "the join '" + join.id() + "' waits for branches that can never all succeed in one execution: " + why);
    }

    private void mayBeMissing(
            NodeDefinition node,
            InputReads.Read each,
            WorkflowResolver.Surroundings around,
            Graph graph,
            GraphFlow flow,
            Optional<Outer> outer) {
        Path path = each.path();
        boolean output = path.root() instanceof Path.Root.Output;
        boolean failure = path.root() instanceof Path.Root.Failure;
        if ((!output && !failure) || each.defaulted() || isLeftOut(node, each, around)) {
            return;
        }
        NodeId source = path.node().orElseThrow();
        if (failure) {
            problems.warning(
                    each.pointer(),
                    "path_may_be_missing",
                    "node '" + node.id() + "' reads " + path.text() + ", which is there only if '" + source
                            + "' failed");
            return;
        }
        if (!isCertain(source, node.id(), graph, flow, outer)) {
            problems.warning(
                    each.pointer(),
                    "path_may_be_missing",
                    "node '" + node.id() + "' reads " + path.text() + ", but '" + source
                            + "' may have been skipped or failed when it runs");
        }
    }

    private boolean isLeftOut(NodeDefinition node, InputReads.Read each, WorkflowResolver.Surroundings around) {
        JsonObject schema = schemas.get(around.path(node.id()));
        return schema != null
                && each.input()
                        .filter(name -> SchemaFacts.mayBeLeftOut(schema, name))
                        .isPresent();
    }

    private boolean isCertain(NodeId source, NodeId reader, Graph graph, GraphFlow flow, Optional<Outer> outer) {
        if (!graph.contains(source)) {
            return outer.map(around -> isCertain(source, around.loop(), around.graph(), around.flow(), around.outer())
                            || proved(source, reader, flow))
                    .orElse(true);
        }
        return flow.hasSucceeded(source, reader)
                || proved(source, reader, flow)
                || sameGuard(source, reader, flow, graph);
    }

    private static boolean proved(NodeId source, NodeId reader, GraphFlow flow) {
        return flow.provedBy(reader).contains(source);
    }

    /** Whether the reader runs only under every condition that the source runs under, and the source may not fail. */
    private static boolean sameGuard(NodeId source, NodeId reader, GraphFlow flow, Graph graph) {
        Set<String> guards = new HashSet<>();
        flow.held(reader).forEach(edge -> guards.add(edge.when().orElseThrow().text()));
        Set<Edge> needed = flow.held(source);
        return graph.node(source).settings().failWorkflow()
                && !needed.isEmpty()
                && needed.stream()
                        .allMatch(edge ->
                                guards.contains(edge.when().orElseThrow().text()));
    }

    private void unused(Graph graph, NodeDefinition node, String pointer) {
        boolean asks = node instanceof NodeDefinition.Component
                || node instanceof NodeDefinition.SubWorkflow
                || (node instanceof NodeDefinition.Http http
                        && List.of("GET", "HEAD").contains(http.method()));
        List<NodeId> next = graph.downstream(node.id());
        boolean joined = next.stream().anyMatch(id -> graph.node(id) instanceof NodeDefinition.Join);
        if (asks && !next.isEmpty() && !joined && !read.contains(node.id())) {
            problems.warning(pointer, "unused_output", "nothing reads what the node '" + node.id() + "' gives");
        }
    }

    private void unbounded(NodeDefinition.Loop loop, String pointer, Graph graph, boolean isTimed) {
        if (isTimed || !(loop.items() instanceof InputValue.Reference reference)) {
            return;
        }
        Path path = reference.path();
        boolean limited = path.root() instanceof Path.Root.Trigger
                && definition
                        .inputSchema()
                        .filter(schema -> SchemaFacts.isBounded(schema, path))
                        .isPresent();
        boolean asAnother = path.node()
                .filter(id -> graph.contains(id) && graph.node(id) instanceof NodeDefinition.Loop)
                .isPresent();
        if (!limited && !asAnother) {
            problems.warning(
                    pointer + "/items",
                    "unbounded_loop",
                    "nothing bounds the loop '" + loop.id() + "': neither a timeout nor the size of " + path.text());
        }
    }

    /** What conditions see that read nothing but the status of nodes that succeeded. */
    private static final class AllSucceeded implements Scope {
        @Override
        public JsonValue trigger() {
            return JsonValue.NULL;
        }

        @Override
        public Optional<NodeResult> node(NodeId id) {
            return Optional.of(
                    new NodeResult("succeeded", Optional.empty(), JsonValue.EMPTY_JSON_ARRAY, Optional.empty()));
        }

        @Override
        public Optional<LoopItem> loop() {
            return Optional.empty();
        }
    }
}
