package io.fuscia.workflow;

import io.fuscia.artifact.Digest;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.JsonSchemas;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.document.DocumentFormat;
import io.fuscia.workflow.document.DocumentLimits;
import io.fuscia.workflow.document.DocumentReader;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what {@link LockedWorkflowWriter} wrote. Thread-safe. */
public final class LockedWorkflowReader {
    /** Stored definitions were within the limits when they came; canonical form may be a little longer. */
    private static final DocumentLimits STORED = new DocumentLimits(64 * 1024 * 1024, 80, 5_000_000);

    private final DefinitionParser parser;

    /** @param schemas shared, because it caches */
    public LockedWorkflowReader(JsonSchemas schemas) {
        this.parser = new DefinitionParser(new DocumentReader(STORED), schemas);
    }

    /**
     * Reads the canonical text.
     *
     * @param expected the digest it was stored under
     * @throws FusciaException {@code DIGEST_MISMATCH} if the text was changed, {@code INTERNAL} if it cannot be read
     */
    public LockedWorkflow read(String text, Digest expected) {
        Digest actual = Digest.of(text);
        if (!actual.equals(expected)) {
            throw new FusciaException(
                    ErrorCode.DIGEST_MISMATCH,
                    "the stored workflow has the digest " + actual + " and was stored under " + expected);
        }
        JsonObject stored = JsonValues.parseStored(text);
        if (stored.getInt("format", 0) != LockedWorkflowWriter.FORMAT) {
            throw new FusciaException(ErrorCode.INTERNAL, "the stored workflow is of an unknown format");
        }
        WorkflowDefinition definition = parser.parse(
                        stored.getJsonObject("definition").toString(), DocumentFormat.JSON)
                .orThrow();
        Map<NodePath, LockedComponent> components = new HashMap<>();
        stored.getJsonObject("components")
                .forEach(
                        (path, component) -> components.put(NodePath.parse(path), component(component.asJsonObject())));
        Map<NodePath, LockedSubWorkflow> subWorkflows = new HashMap<>();
        if (stored.get("workflows") instanceof JsonObject called) {
            called.forEach(
                    (path, workflow) -> subWorkflows.put(NodePath.parse(path), subWorkflow(workflow.asJsonObject())));
        }
        return new LockedWorkflow(definition, components, subWorkflows, expected);
    }

    private static LockedSubWorkflow subWorkflow(JsonObject stored) {
        return new LockedSubWorkflow(
                new WorkflowId(stored.getString("workflow_id")),
                stored.getInt("version"),
                new Digest(stored.getString("digest")),
                new NodeId(stored.getString("trigger")),
                Optional.ofNullable(stored.getJsonObject("input_schema")));
    }

    private static LockedComponent component(JsonObject stored) {
        return new LockedComponent(
                stored.getString("name"),
                stored.getString("version"),
                new Digest(stored.getString("digest")),
                stored.getString("export"),
                Optional.ofNullable(stored.getJsonObject("input_schema")));
    }
}
