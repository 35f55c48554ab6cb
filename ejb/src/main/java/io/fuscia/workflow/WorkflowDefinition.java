package io.fuscia.workflow;

import jakarta.json.JsonObject;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A workflow as its author wrote it, parsed: every path, template and condition is a typed value.
 *
 * @param timeoutMs wall time of a whole execution in milliseconds
 * @param retry what holds for nodes that say nothing themselves
 * @param inputSchema JSON Schema 2020-12 that payloads must satisfy
 */
public record WorkflowDefinition(
        WorkflowId id,
        String name,
        Optional<String> description,
        OptionalLong timeoutMs,
        RetryPolicy retry,
        Optional<JsonObject> inputSchema,
        Graph graph) {
    public WorkflowDefinition {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(timeoutMs, "timeoutMs");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(inputSchema, "inputSchema");
        Objects.requireNonNull(graph, "graph");
    }
}
