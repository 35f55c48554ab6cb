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
 * "format": 1}}, and {@code "workflows": {path: {…}}} if it calls any. The digest of a locked workflow is taken of exactly this text.
 */
public final class LockedWorkflowWriter {
    static final int FORMAT = 1;

    private LockedWorkflowWriter() {}

    /** Locks a definition that calls no other. */
    static LockedWorkflow lock(WorkflowDefinition definition, Map<NodePath, LockedComponent> components) {
        return lock(definition, components, Map.of());
    }

    /** Locks a definition with its components and the workflows it calls: computes the digest. */
    static LockedWorkflow lock(
            WorkflowDefinition definition,
            Map<NodePath, LockedComponent> components,
            Map<NodePath, LockedSubWorkflow> subWorkflows) {
        return new LockedWorkflow(
                definition, components, subWorkflows, Digest.of(canonical(definition, components, subWorkflows)));
    }

    /** The canonical text, as stored; {@link LockedWorkflowReader} reads it back into an equal value. */
    public static String write(LockedWorkflow workflow) {
        return canonical(workflow.definition(), workflow.components(), workflow.subWorkflows());
    }

    private static String canonical(
            WorkflowDefinition definition,
            Map<NodePath, LockedComponent> components,
            Map<NodePath, LockedSubWorkflow> subWorkflows) {
        Map<String, LockedComponent> byPath = new TreeMap<>();
        components.forEach((path, component) -> byPath.put(path.toString(), component));
        Map<String, JsonObject> written = new LinkedHashMap<>();
        byPath.forEach((path, component) -> written.put(path, component(component)));
        JsonObjectBuilder out = JsonValues.JSON
                .createObjectBuilder()
                .add("format", FORMAT)
                .add("definition", DefinitionWriter.write(definition))
                .add("components", JsonValues.object(written));
        if (!subWorkflows.isEmpty()) {
            Map<String, JsonObject> called = new TreeMap<>();
            subWorkflows.forEach((path, workflow) -> called.put(path.toString(), subWorkflow(workflow)));
            out.add("workflows", JsonValues.object(called));
        }
        return JsonValues.canonical(out.build());
    }

    private static JsonObject subWorkflow(LockedSubWorkflow workflow) {
        JsonObjectBuilder out = JsonValues.JSON
                .createObjectBuilder()
                .add("workflow_id", workflow.id().value())
                .add("version", workflow.version())
                .add("digest", workflow.digest().value())
                .add("trigger", workflow.trigger().value());
        workflow.inputSchema().ifPresent(schema -> out.add("input_schema", schema));
        return out.build();
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
