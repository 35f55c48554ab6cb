package io.fuscia.workflow;

import io.fuscia.artifact.Digest;
import io.fuscia.input.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes locked workflows in their one canonical form: {@code {"components": {path: {…}}, "definition": {…},
 * "format": 1}}. The digest of a locked workflow is taken of exactly this text.
 */
public final class LockedWorkflowWriter {
    static final int FORMAT = 1;

    private LockedWorkflowWriter() {}

    /** Locks a definition with its components: computes the digest. */
    static LockedWorkflow lock(WorkflowDefinition definition, Map<NodePath, LockedComponent> components) {
        return new LockedWorkflow(definition, components, Digest.of(canonical(definition, components)));
    }

    /** The canonical text, as stored; {@link LockedWorkflowReader} reads it back into an equal value. */
    public static String write(LockedWorkflow workflow) {
        return canonical(workflow.definition(), workflow.components());
    }

    private static String canonical(WorkflowDefinition definition, Map<NodePath, LockedComponent> components) {
        Map<String, LockedComponent> byPath = new TreeMap<>();
        components.forEach((path, component) -> byPath.put(path.toString(), component));
        Map<String, JsonObject> written = new LinkedHashMap<>();
        byPath.forEach((path, component) -> written.put(path, component(component)));
        return JsonValues.canonical(JsonValues.JSON
                .createObjectBuilder()
                .add("format", FORMAT)
                .add("definition", DefinitionWriter.write(definition))
                .add("components", JsonValues.object(written))
                .build());
    }

    private static JsonObject component(LockedComponent component) {
        JsonObjectBuilder out = JsonValues.JSON
                .createObjectBuilder()
                .add("name", component.name())
                .add("version", component.version())
                .add("digest", component.digest().value())
                .add("export", component.export());
        component.inputSchema().ifPresent(schema -> out.add("input_schema", schema));
        return out.build();
    }
}
