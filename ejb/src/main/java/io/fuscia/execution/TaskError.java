package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import jakarta.json.JsonObject;
import java.util.Objects;

/**
 * Why a task, an attempt or an execution ended as it did.
 *
 * @param message for people; names the component, the export and the node where there are any
 * @param detail what is known beyond that; empty object if nothing
 */
public record TaskError(ErrorCode code, String message, JsonObject detail) {
    public TaskError {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(detail, "detail");
    }

    /** Without detail. */
    public TaskError(ErrorCode code, String message) {
        this(code, message, JsonObject.EMPTY_JSON_OBJECT);
    }
}
