package io.fuscia.execution;

import io.fuscia.workflow.NodePath;
import jakarta.json.JsonValue;
import java.util.Objects;
import java.util.Optional;

/**
 * Someone wants an execution that is over to run again, as a new execution that takes over what was done.
 *
 * @param from where it starts again
 * @param payload another input; empty: the same
 * @param version of the workflow
 * @param idempotencyKey the same key with the same request restarts once only
 */
public record RestartRequest(From from, Optional<JsonValue> payload, Version version, Optional<String> idempotencyKey) {
    public RestartRequest {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(idempotencyKey, "idempotencyKey");
    }

    /** From what failed, with the same input and version. */
    public static RestartRequest ofFailed() {
        return new RestartRequest(new Failed(), Optional.empty(), new Same(), Optional.empty());
    }

    /** Where it starts again. What comes after runs again too, and so does all that has not been done. */
    public sealed interface From {}

    /** From the beginning: nothing is taken over. */
    public record Start() implements From {}

    /** From every node that failed, was cut off or did not come to run; in loops, the iterations with such nodes. */
    public record Failed() implements From {}

    /**
     * From this node.
     *
     * @param iteration which run of it, if it is in loops; for a loop itself, with one index more, from that iteration on
     */
    public record Node(NodePath node, Iteration iteration) implements From {
        public Node {
            int loops = node.ids().size() - 1;
            int indices = iteration.indices().size();
            if (indices != loops && indices != loops + 1) {
                throw new IllegalArgumentException("'" + node + "' is in " + loops + (loops == 1 ? " loop" : " loops")
                        + ", so its iteration has as many indices, not " + indices);
            }
        }
    }

    /** Which version of the workflow runs. */
    public sealed interface Version {}

    /** The one that the execution ran. */
    public record Same() implements Version {}

    /** The workflow's current one. */
    public record Newest() implements Version {}

    /**
     * This one.
     *
     * @param number from 1
     */
    public record Numbered(int number) implements Version {}
}
