package io.fuscia.workflow;

import io.fuscia.input.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a node is in a workflow with nested graphs: the loops around it, outermost first, then its own id. Written with
 * slashes, for example {@code each_user/send_mail}.
 */
public record NodePath(List<NodeId> ids) {
    /** @throws IllegalArgumentException if the list is empty */
    public NodePath {
        ids = List.copyOf(ids);
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("a node path has at least one id");
        }
    }

    /** A node of the outermost graph. */
    public static NodePath of(NodeId id) {
        return new NodePath(List.of(id));
    }

    /** Reads the written form. @throws IllegalArgumentException if a part is not a node id */
    public static NodePath parse(String text) {
        return new NodePath(Arrays.stream(text.split("/", -1)).map(NodeId::new).toList());
    }

    /** The path of a node in the graph nested in this node. */
    public NodePath child(NodeId id) {
        List<NodeId> longer = new ArrayList<>(ids);
        longer.add(id);
        return new NodePath(longer);
    }

    /** The node's own id. */
    public NodeId id() {
        return ids.get(ids.size() - 1);
    }

    @Override
    public String toString() {
        return String.join("/", ids.stream().map(NodeId::value).toList());
    }
}
