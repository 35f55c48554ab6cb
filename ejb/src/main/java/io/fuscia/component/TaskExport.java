package io.fuscia.component;

import jakarta.json.JsonObject;
import java.util.Objects;
import java.util.Optional;

/**
 * A task that a component exports.
 *
 * @param name as workflows write it in {@code task_name}
 * @param inputSchema JSON Schema 2020-12 of the inputs object
 * @param outputSchema JSON Schema 2020-12 of the output
 */
public record TaskExport(
        String name,
        Optional<String> description,
        Optional<JsonObject> inputSchema,
        Optional<JsonObject> outputSchema) {
    public TaskExport {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(inputSchema, "inputSchema");
        Objects.requireNonNull(outputSchema, "outputSchema");
    }
}
