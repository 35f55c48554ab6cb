package io.fuscia.workflow;

import io.fuscia.failure.FusciaException;
import io.fuscia.input.Condition;
import io.fuscia.input.ConditionParser;
import io.fuscia.input.InputValue;
import io.fuscia.input.NodeId;
import io.fuscia.input.Suggestion;
import io.fuscia.workflow.document.Cursor;
import io.fuscia.workflow.document.LocatedValue;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the {@code nodes} and {@code edges} of a workflow or loop into a {@link Graph} of all that is usable: a node that
 * cannot be read is kept as a broken one, an edge that cannot be read excuses the nodes it touches from checks of the
 * graph's shape.
 */
final class GraphParser {
    private final Problems problems;
    private final Sources sources;
    private final NodeParser nodeParser;
    private int nodeCount;

    GraphParser(Problems problems, Sources sources) {
        this.problems = problems;
        this.sources = sources;
        this.nodeParser = new NodeParser(problems);
    }

    /**
     * @param reader the workflow or loop
     * @param scope the loops around the graph, outermost first
     * @param outer ids of all nodes around the graph
     */
    Graph parse(ObjectReader reader, List<NodeId> scope, Set<String> outer) {
        Map<NodeId, NodeDefinition> nodes = new LinkedHashMap<>();
        Set<String> ids = new LinkedHashSet<>();
        Optional<Cursor> nodesMember = reader.required("nodes");
        if (nodesMember.isPresent() && isArray(nodesMember.get())) {
            if (nodesMember.get().elements().isEmpty()) {
                problems.error(nodesMember.get(), "missing_nodes", "there must be at least one node");
            }
            for (Cursor element : nodesMember.get().elements()) {
                if (++nodeCount > DefinitionLimits.NODES) {
                    problems.error(
                            element, "too_many_nodes", "a workflow has at most " + DefinitionLimits.NODES + " nodes");
                    break;
                }
                node(element, scope, outer, ids).ifPresent(node -> nodes.put(node.id(), node));
            }
        }
        List<Edge> edges = new ArrayList<>();
        Optional<Cursor> edgesMember = reader.member("edges");
        if (edgesMember.isPresent() && isArray(edgesMember.get())) {
            List<Cursor> elements = edgesMember.get().elements();
            if (elements.size() > DefinitionLimits.EDGES) {
                problems.error(
                        edgesMember.get(),
                        "too_many_edges",
                        "a graph has at most " + DefinitionLimits.EDGES + " edges");
                elements = elements.subList(0, DefinitionLimits.EDGES);
            }
            Set<Edge> seen = new HashSet<>();
            for (Cursor element : elements) {
                edge(element, scope, nodes.keySet(), ids, seen).ifPresent(edges::add);
            }
        }
        return new Graph(new ArrayList<>(nodes.values()), edges);
    }

    private Optional<NodeDefinition> node(Cursor at, List<NodeId> scope, Set<String> outer, Set<String> ids) {
        if (!(at.value() instanceof LocatedValue.ObjectNode)) {
            ObjectReader.wrongType(problems, at, "an object (a node)");
            return Optional.empty();
        }
        ObjectReader reader = new ObjectReader(at, problems, "a node");
        Optional<Cursor> idMember = reader.required("node_id");
        Optional<String> id = reader.text(idMember, 1000);
        Optional<NodeType> type = reader.choice(reader.required("type"), NodeType.class);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        boolean fresh = ids.add(id.get());
        if (!checkId(idMember.orElseThrow(), id.get(), type, fresh, outer)) {
            return Optional.empty();
        }
        NodeId nodeId = new NodeId(id.get());
        sources.node(scope, nodeId, at.pointer());
        if (type.isEmpty()) {
            sources.broken(scope, nodeId);
            sources.excused(scope, nodeId);
            return Optional.of(broken(nodeId));
        }
        return Optional.of(nodeParser.parse(nodeId, type.get(), at, loop -> {
            Set<String> around = new LinkedHashSet<>(outer);
            around.addAll(ids);
            return body(loop, scope, nodeId, around);
        }));
    }

    private Graph body(ObjectReader loop, List<NodeId> scope, NodeId id, Set<String> around) {
        if (scope.size() >= DefinitionLimits.LOOP_DEPTH) {
            loop.member("nodes");
            loop.member("edges");
            problems.error(loop.at(), "too_deep", "loops nest at most " + DefinitionLimits.LOOP_DEPTH + " deep");
            return new Graph(List.of(), List.of());
        }
        return parse(loop, Sources.inside(scope, id), around);
    }

    private boolean checkId(Cursor at, String id, Optional<NodeType> type, boolean fresh, Set<String> outer) {
        if (!NodeId.isWellFormed(id)) {
            problems.error(
                    at,
                    "invalid_node_id",
                    "'" + ObjectReader.shortened(id) + "' is not a node id: at most 64 letters, digits, '_' and '-',"
                            + " starting with a letter or '_'");
            return false;
        }
        if (!fresh) {
            problems.error(at, "duplicate_node_id", "there is already a node '" + id + "'");
            return false;
        }
        if (outer.contains(id)) {
            problems.error(
                    at,
                    "duplicate_node_id",
                    "the node '" + id + "' would hide the one of the same name around the loop");
        }
        boolean triggerNamedSo = id.equals("trigger") && type.orElse(null) == NodeType.TRIGGER;
        if (Set.of("trigger", "item", "index", "key").contains(id) && !triggerNamedSo) {
            problems.error(
                    at,
                    "reserved_node_id",
                    "no node can be called '" + id + "', because $." + id + " means "
                            + (id.equals("trigger") ? "the payload" : "the loop's " + id));
        }
        return true;
    }

    private static NodeDefinition broken(NodeId id) {
        return new NodeDefinition.Component(
                id,
                InputValue.ObjectValue.EMPTY,
                NodeSettings.DEFAULT,
                new NodeDefinition.ComponentReference("?", Optional.empty()),
                "?");
    }

    private Optional<Edge> edge(Cursor at, List<NodeId> scope, Set<NodeId> nodes, Set<String> ids, Set<Edge> seen) {
        Optional<Cursor> fromMember;
        Optional<Cursor> toMember;
        Optional<Condition> when = Optional.empty();
        ObjectReader reader = new ObjectReader(at, problems, "an edge");
        if (at.value() instanceof LocatedValue.ArrayNode) {
            List<Cursor> ends = at.elements();
            if (ends.size() != 2) {
                problems.error(at, "wrong_type", "an edge written as an array is [from, to]");
                return Optional.empty();
            }
            fromMember = Optional.of(ends.get(0));
            toMember = Optional.of(ends.get(1));
        } else if (at.value() instanceof LocatedValue.ObjectNode) {
            fromMember = reader.required("from");
            toMember = reader.required("to");
            when = reader.member("when").flatMap(this::condition);
            reader.refuseOthers();
        } else {
            ObjectReader.wrongType(problems, at, "{from, to} or [from, to]");
            return Optional.empty();
        }
        Optional<NodeId> from = end(reader, fromMember, nodes, ids);
        Optional<NodeId> to = end(reader, toMember, nodes, ids);
        if (from.isEmpty() || to.isEmpty()) {
            from.ifPresent(id -> sources.excused(scope, id));
            to.ifPresent(id -> sources.excused(scope, id));
            return Optional.empty();
        }
        if (!seen.add(Edge.of(from.get(), to.get()))) {
            problems.error(
                    at, "duplicate_edge", "there is already an edge from '" + from.get() + "' to '" + to.get() + "'");
            return Optional.empty();
        }
        sources.edge(scope, from.get(), to.get(), at.pointer());
        return Optional.of(new Edge(from.get(), to.get(), when));
    }

    private Optional<NodeId> end(ObjectReader reader, Optional<Cursor> member, Set<NodeId> nodes, Set<String> ids) {
        Optional<String> name = reader.text(member, 1000);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<NodeId> known =
                NodeId.isWellFormed(name.get()) ? Optional.of(new NodeId(name.get())) : Optional.empty();
        if (known.isPresent() && nodes.contains(known.get())) {
            return known;
        }
        if (!ids.contains(name.get())) {
            problems.error(
                    member.orElseThrow(),
                    "unknown_node",
                    "there is no node '" + ObjectReader.shortened(name.get()) + "'"
                            + Suggestion.forName(name.get(), ids));
        }
        return Optional.empty();
    }

    private Optional<Condition> condition(Cursor at) {
        if (!(ObjectReader.scalar(at) instanceof JsonString text)) {
            ObjectReader.wrongType(problems, at, "a condition such as \"$.check.output.total > 100\"");
            return Optional.empty();
        }
        try {
            return Optional.of(ConditionParser.parse(text.getString()));
        } catch (FusciaException e) {
            problems.error(at, "invalid_condition", e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isArray(Cursor at) {
        if (at.value() instanceof LocatedValue.ArrayNode) {
            return true;
        }
        ObjectReader.wrongType(problems, at, "an array");
        return false;
    }
}
