package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.input.JsonValues;
import io.fuscia.input.Scope;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Objects;
import java.util.Optional;

/**
 * How a node ended.
 *
 * @param status a terminal one
 * @param output present if and only if it succeeded
 * @param artifacts one object per artifact
 */
record NodeEnd(TaskStatus status, Optional<JsonValue> output, JsonArray artifacts, Optional<TaskError> error) {
    /** Skipped, because nothing led to it. */
    static final NodeEnd NOT_TAKEN = of(TaskStatus.SKIPPED, null);

    NodeEnd {
        if (!status.isTerminal()) {
            throw new IllegalArgumentException("a node does not end as " + status);
        }
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(artifacts, "artifacts");
        Objects.requireNonNull(error, "error");
    }

    static NodeEnd succeeded(JsonValue output, JsonArray artifacts) {
        return new NodeEnd(TaskStatus.SUCCEEDED, Optional.of(output), artifacts, Optional.empty());
    }

    /** @param error null for none */
    static NodeEnd of(TaskStatus status, TaskError error) {
        return new NodeEnd(status, Optional.empty(), JsonValue.EMPTY_JSON_ARRAY, Optional.ofNullable(error));
    }

    /** What an edge from this node is, before its condition is asked. */
    EdgeState edge() {
        return switch (status) {
            case SUCCEEDED -> EdgeState.TAKEN;
            case FAILED, TIMED_OUT -> EdgeState.FAILED;
            case SKIPPED -> isAfterFailure() ? EdgeState.FAILED : EdgeState.NOT_TAKEN;
            case CANCELLED, PENDING, RUNNING -> EdgeState.UNDECIDED;
        };
    }

    private boolean isAfterFailure() {
        return error.filter(known -> known.code() == ErrorCode.UPSTREAM_FAILED).isPresent();
    }

    /** As paths see it. */
    Scope.NodeResult asSeen() {
        return new Scope.NodeResult(status.text(), output, artifacts, error.map(NodeEnd::json));
    }

    /** As a join's output shows it. */
    JsonObject asBranch() {
        return JsonValues.JSON
                .createObjectBuilder()
                .add("status", status.text())
                .add("output", output.orElse(JsonValue.NULL))
                .add("artifacts", artifacts)
                .add("error", error.<JsonValue>map(NodeEnd::json).orElse(JsonValue.NULL))
                .build();
    }

    /** {@code {code, kind, message, detail}}, with the code and the kind that the API shows. */
    static JsonObject json(TaskError error) {
        return JsonValues.JSON
                .createObjectBuilder()
                .add("code", error.code().slug())
                .add("kind", error.code().kind().slug())
                .add("message", error.message())
                .add("detail", error.detail())
                .build();
    }
}
