package io.fuscia.workflow;

import io.fuscia.input.Condition;
import io.fuscia.input.NodeId;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code to} runs after {@code from}.
 *
 * @param when the edge is taken only if this holds; empty: always
 */
public record Edge(NodeId from, NodeId to, Optional<Condition> when) {
    public Edge {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(when, "when");
    }

    /** An edge without a condition. */
    public static Edge of(NodeId from, NodeId to) {
        return new Edge(from, to, Optional.empty());
    }
}
