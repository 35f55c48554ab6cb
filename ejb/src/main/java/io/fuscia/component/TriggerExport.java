package io.fuscia.component;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A trigger that a component exports.
 *
 * @param name as workflows write it in {@code trigger_name}
 * @param kind which events it takes
 * @param inputSchema JSON Schema 2020-12 of the trigger's inputs object
 * @param payloadSchema JSON Schema 2020-12 of the payload that it starts workflows with
 */
public record TriggerExport(
        String name,
        Optional<String> description,
        Kind kind,
        Optional<JsonObject> inputSchema,
        Optional<JsonObject> payloadSchema) {
    public TriggerExport {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(inputSchema, "inputSchema");
        Objects.requireNonNull(payloadSchema, "payloadSchema");
    }

    /** The events that a trigger takes. */
    public sealed interface Kind {
        /** It is asked every so often; the workflow may say another interval. */
        record Poll(Duration interval) implements Kind {}

        /** It is given HTTP requests of this method, upper case. */
        record Webhook(String method) implements Kind {}
    }
}
