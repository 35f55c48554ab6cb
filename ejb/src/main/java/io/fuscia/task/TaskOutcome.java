package io.fuscia.task;

import io.fuscia.artifact.ArtifactReference;
import io.fuscia.failure.ErrorCode;
import io.fuscia.host.LogLine;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Objects;

/** What came of one attempt. */
public sealed interface TaskOutcome {
    /** What the guest logged during the attempt, oldest first, bounded; empty for HTTP. */
    List<LogLine> log();

    /**
     * The task did its work.
     *
     * @param output any JSON value
     * @param artifacts what it stored, in order
     */
    record Succeeded(JsonValue output, List<ArtifactReference> artifacts, List<LogLine> log) implements TaskOutcome {
        public Succeeded {
            Objects.requireNonNull(output, "output");
            artifacts = List.copyOf(artifacts);
            log = List.copyOf(log);
        }

        /** Without log lines. */
        public Succeeded(JsonValue output, List<ArtifactReference> artifacts) {
            this(output, artifacts, List.of());
        }
    }

    /**
     * It did not.
     *
     * @param code stable kind of the failure
     * @param message for people; names component@version, export and node
     * @param retryable whether another attempt might succeed
     * @param detail what is known beyond that, for example {@code {failure: "trap", trap_code: "unreachable", …}} or
     *     {@code {status: 503, headers, body}}; empty if nothing
     */
    record Failed(ErrorCode code, String message, boolean retryable, JsonObject detail, List<LogLine> log)
            implements TaskOutcome {
        public Failed {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(detail, "detail");
            log = List.copyOf(log);
        }

        /** Without log lines. */
        public Failed(ErrorCode code, String message, boolean retryable, JsonObject detail) {
            this(code, message, retryable, detail, List.of());
        }
    }
}
