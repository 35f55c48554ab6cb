package io.fuscia.input;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A parsed path such as {@code $.node.output.field[0]}.
 *
 * @param root what the path starts from
 * @param steps members and indices after the root
 * @param text the path as written, for messages
 */
public record Path(Root root, List<Step> steps, String text) {
    public Path {
        Objects.requireNonNull(root, "root");
        steps = List.copyOf(steps);
        Objects.requireNonNull(text, "text");
    }

    /** The node that the path reads; empty for the payload and the loop's variables. */
    public Optional<NodeId> node() {
        if (root instanceof Root.Output output) {
            return Optional.of(output.node());
        }
        if (root instanceof Root.Artifacts artifacts) {
            return Optional.of(artifacts.node());
        }
        if (root instanceof Root.Status status) {
            return Optional.of(status.node());
        }
        return root instanceof Root.Failure error ? Optional.of(error.node()) : Optional.empty();
    }

    /** Whether it reads {@code $.item}, {@code $.index} or {@code $.key}. */
    public boolean readsLoop() {
        return root instanceof Root.Item || root instanceof Root.Index || root instanceof Root.Key;
    }

    /** What a path can start from. */
    public sealed interface Root {
        /** {@code $.trigger}: the payload. */
        record Trigger() implements Root {}

        /** {@code $.<node>.output}. */
        record Output(NodeId node) implements Root {}

        /** {@code $.<node>.artifacts}. */
        record Artifacts(NodeId node) implements Root {}

        /** {@code $.<node>.status}. */
        record Status(NodeId node) implements Root {}

        /** {@code $.<node>.error}. */
        record Failure(NodeId node) implements Root {}

        /** {@code $.item} of the innermost loop. */
        record Item() implements Root {}

        /** {@code $.index} of the innermost loop, from 0. */
        record Index() implements Root {}

        /** {@code $.key} of the innermost loop over an object. */
        record Key() implements Root {}
    }

    /** One step into a value. */
    public sealed interface Step {
        /** The member of an object. */
        record Member(String name) implements Step {}

        /** The element of an array, from 0. */
        record Element(int index) implements Step {}
    }
}
