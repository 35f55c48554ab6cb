package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.Edge;
import io.fuscia.workflow.Graph;
import io.fuscia.workflow.LockedComponent;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodePath;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what was done under one version of a workflow can stand as done under another. It can if the node is of the
 * same kind, calls the same task, and comes after the same nodes under the same conditions; how it was configured is
 * history. Collects all reasons why not.
 */
final class RestartCompatibility {
    private final LockedWorkflow before;
    private final LockedWorkflow after;
    /** Each once: the same node may be done in many iterations. */
    private final Set<Violation> reasons = new LinkedHashSet<>();

    RestartCompatibility(LockedWorkflow before, LockedWorkflow after) {
        this.before = before;
        this.after = after;
    }

    /**
     * A node that is done is to be taken over.
     *
     * @param graph the graph it is in now
     * @param old the graph it was in
     */
    void check(Graph graph, Graph old, NodePath path) {
        if (before.digest().equals(after.digest())) {
            return;
        }
        NodeId id = path.id();
        NodeDefinition now = graph.node(id);
        if (!old.contains(id) || old.node(id).type() != now.type()) {
            reason(path, "it is another node now");
            return;
        }
        Set<Edge> edges = incoming(graph, id);
        Set<Edge> oldEdges = incoming(old, id);
        if (!edges.equals(oldEdges)) {
            reason(path, "it comes after " + names(edges) + " now, it came after " + names(oldEdges));
        }
        Optional<String> task = task(after, path);
        Optional<String> oldTask = task(before, path);
        if (!task.equals(oldTask)) {
            reason(path, "it calls " + task.orElse("nothing") + " now, it called " + oldTask.orElse("nothing"));
        }
        if (now instanceof NodeDefinition.Loop loop && old.node(id) instanceof NodeDefinition.Loop oldLoop) {
            checkBody(loop.body(), oldLoop.body(), path);
        }
    }

    /** An iteration of a loop that is done is to be taken over, so all that is in it. */
    void checkBody(Graph body, Graph old, NodePath loop) {
        body.nodes().forEach(inner -> check(body, old, loop.child(inner.id())));
    }

    /** Whether iterations of the loop can be taken over: it goes through the same items. */
    boolean sameLoop(NodePath path) {
        Optional<NodeDefinition> now = find(after.graph(), path);
        Optional<NodeDefinition> old = find(before.graph(), path);
        return now.isPresent()
                && old.isPresent()
                && now.get() instanceof NodeDefinition.Loop loop
                && old.get() instanceof NodeDefinition.Loop oldLoop
                && loop.items().equals(oldLoop.items());
    }

    /** @throws FusciaException {@code RESTART_NOT_COMPATIBLE} with all reasons, if there are any */
    void requireNone() {
        if (!reasons.isEmpty()) {
            throw new FusciaException(
                    ErrorCode.RESTART_NOT_COMPATIBLE,
                    "what was done does not fit the workflow version: "
                            + reasons.iterator().next().message(),
                    List.copyOf(reasons));
        }
    }

    private void reason(NodePath path, String why) {
        reasons.add(Violation.error(pointer(path), "done_node_changed", "node '" + path + "' is done, but " + why));
    }

    /** Where the node is in the workflow that is to run. */
    private String pointer(NodePath path) {
        StringBuilder pointer = new StringBuilder();
        Graph at = after.graph();
        for (NodeId id : path.ids()) {
            NodeDefinition node = at.node(id);
            pointer.append("/nodes/").append(at.nodes().indexOf(node));
            at = node instanceof NodeDefinition.Loop loop ? loop.body() : at;
        }
        return pointer.toString();
    }

    private static Optional<NodeDefinition> find(Graph graph, NodePath path) {
        Graph at = graph;
        NodeDefinition found = null;
        for (NodeId id : path.ids()) {
            if (at == null || !at.contains(id)) {
                return Optional.empty();
            }
            found = at.node(id);
            at = found instanceof NodeDefinition.Loop loop ? loop.body() : null;
        }
        return Optional.ofNullable(found);
    }

    private static Set<Edge> incoming(Graph graph, NodeId id) {
        Set<Edge> edges = new HashSet<>();
        graph.edges().stream().filter(edge -> edge.to().equals(id)).forEach(edges::add);
        return edges;
    }

    private static List<String> names(Set<Edge> edges) {
        return edges.stream()
                .map(edge -> edge.from()
                        + edge.when().map(when -> " when " + when.text()).orElse(""))
                .sorted()
                .toList();
    }

    private static Optional<String> task(LockedWorkflow workflow, NodePath path) {
        return Optional.ofNullable(workflow.components().get(path)).map(RestartCompatibility::task);
    }

    private static String task(LockedComponent component) {
        return component.name() + " " + component.export();
    }
}
