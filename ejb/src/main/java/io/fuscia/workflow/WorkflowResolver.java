package io.fuscia.workflow;

import io.fuscia.component.ComponentCatalog;
import io.fuscia.input.JsonSchemas;
import io.fuscia.input.NodeId;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Locks definitions: checks the graph and every path in it, pins components to installed versions and digests, and holds
 * the inputs against their schemas as far as they are known before running. Reports everything that is wrong, together
 * with what the parser found. Thread-safe.
 */
public final class WorkflowResolver {
    private final ComponentCatalog catalog;
    private final WorkflowCatalog workflows;
    private final JsonSchemas schemas;

    /**
     * Over these components and stored workflows.
     *
     * @param schemas shared, because it caches
     */
    public WorkflowResolver(ComponentCatalog catalog, WorkflowCatalog workflows, JsonSchemas schemas) {
        this.catalog = catalog;
        this.workflows = workflows;
        this.schemas = schemas;
    }

    /** For definitions that call no other workflow. */
    public WorkflowResolver(ComponentCatalog catalog, JsonSchemas schemas) {
        this(catalog, WorkflowCatalog.EMPTY, schemas);
    }

    /** The same for definitions that call these workflows. */
    WorkflowResolver over(WorkflowCatalog stored) {
        return new WorkflowResolver(catalog, stored, schemas);
    }

    /** What is pinned so far. */
    private record Pins(
            SubWorkflowCheck calls,
            Map<NodePath, LockedComponent> components,
            Map<NodePath, LockedSubWorkflow> subWorkflows) {
        Map<NodePath, JsonObject> inputSchemas() {
            Map<NodePath, JsonObject> schemas = new HashMap<>();
            components.forEach(
                    (path, component) -> component.inputSchema().ifPresent(schema -> schemas.put(path, schema)));
            subWorkflows.forEach(
                    (path, workflow) -> workflow.inputSchema().ifPresent(schema -> schemas.put(path, schema)));
            return schemas;
        }
    }

    /** Locks what the parser read. */
    public Resolution resolve(ParsedDefinition parsed) {
        if (parsed.draft().isEmpty()) {
            return new Resolution(Optional.empty(), parsed.violations());
        }
        Problems problems = new Problems(parsed.document());
        parsed.violations().forEach(problems::add);
        WorkflowDefinition definition = parsed.draft().get();
        Pins pins = new Pins(
                new SubWorkflowCheck(workflows, schemas, problems, definition.id()), new HashMap<>(), new HashMap<>());
        check(definition.graph(), new Surroundings(parsed.sources(), problems, List.of(), Optional.empty()), pins);
        if (!problems.hasErrors()) {
            new StaticAnalysis(definition, pins.inputSchemas(), problems)
                    .run(new Surroundings(parsed.sources(), problems, List.of(), Optional.empty()));
        }
        if (problems.hasErrors()) {
            return new Resolution(Optional.empty(), problems.all());
        }
        return new Resolution(
                Optional.of(LockedWorkflowWriter.lock(definition, pins.components(), pins.subWorkflows())),
                problems.all());
    }

    /** Locks a definition that was not read from a document; violations then have pointers but no lines. */
    public Resolution resolve(WorkflowDefinition definition) {
        return resolve(ParsedDefinition.of(definition));
    }

    private void check(Graph graph, Surroundings around, Pins pins) {
        new GraphCheck(graph, around).check();
        new PathCheck(graph, around).check();
        ComponentCheck componentCheck = new ComponentCheck(catalog, schemas, around.problems());
        for (NodeDefinition node : graph.nodes()) {
            if (around.isBroken(node.id())) {
                continue;
            }
            String pointer = around.node(node.id());
            UnsupportedFeatures.of(node)
                    .ifPresent(why -> around.problems().error(pointer, UnsupportedFeatures.CODE, why));
            componentCheck.pin(node, graph.upstream(node.id()), pointer).ifPresent(component -> pins.components()
                    .put(around.path(node.id()), component));
            if (node instanceof NodeDefinition.SubWorkflow called) {
                pins.calls().pin(called, pointer).ifPresent(locked -> pins.subWorkflows()
                        .put(around.path(node.id()), locked));
            }
            for (Graph nested : node.nested()) {
                check(nested, around.inside(graph, node.id()), pins);
            }
        }
    }

    /**
     * What is around a graph.
     *
     * @param scope the loops around it, outermost first
     * @param outer the graph that the innermost of these loops is in, with its own surroundings
     */
    record Surroundings(Sources sources, Problems problems, List<NodeId> scope, Optional<Outer> outer) {
        /** The graph that a loop is in. */
        record Outer(Graph graph, NodeId loop, Surroundings around) {}

        Surroundings inside(Graph graph, NodeId loop) {
            return new Surroundings(
                    sources, problems, Sources.inside(scope, loop), Optional.of(new Outer(graph, loop, this)));
        }

        NodePath path(NodeId id) {
            return new NodePath(Sources.inside(scope, id));
        }

        String node(NodeId id) {
            return sources.node(scope, id);
        }

        String edge(Edge edge) {
            return sources.edge(scope, edge);
        }

        boolean isBroken(NodeId id) {
            return sources.isBroken(scope, id);
        }

        boolean isExcused(NodeId id) {
            return sources.isExcused(scope, id);
        }

        /** The pointer to what is called {@code nodes} here: of the loop or of the whole document. */
        String nodes() {
            return outer.map(loop -> loop.around().node(loop.loop())).orElse("") + "/nodes";
        }

        boolean isLoopBody() {
            return outer.isPresent();
        }
    }
}
