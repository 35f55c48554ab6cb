package io.fuscia.workflow;

import io.fuscia.component.ComponentCatalog;
import io.fuscia.component.InstalledComponent;
import io.fuscia.component.TaskExport;
import io.fuscia.component.TriggerExport;
import io.fuscia.input.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The published JSON Schema (2020-12) of workflow files, by itself or with the inputs of installed components merged in,
 * so that an editor can complete and check them. Inputs may be paths and templates wherever a value may be, so the
 * merged form refuses only what no evaluation could make right. Thread-safe.
 */
public final class WorkflowSchema {
    private static final String RESOURCE = "/schema/workflow.schema.json";

    private final JsonObject plain;

    /** Reads the schema from the module's resources. */
    public WorkflowSchema() {
        try (InputStream in = WorkflowSchema.class.getResourceAsStream(RESOURCE)) {
            plain = JsonValues.parseStored(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema of workflow files. */
    public JsonObject plain() {
        return plain;
    }

    /** The schema with the tasks and triggers of the newest version of every installed component. */
    public JsonObject with(ComponentCatalog catalog) {
        JsonObjectBuilder definitions = JsonValues.JSON.createObjectBuilder(plain.getJsonObject("$defs"));
        JsonArrayBuilder tasks = JsonValues.JSON.createArrayBuilder();
        JsonArrayBuilder triggers = JsonValues.JSON.createArrayBuilder();
        JsonArrayBuilder names = JsonValues.JSON.createArrayBuilder();
        for (String name : catalog.names()) {
            Optional<InstalledComponent> found = catalog.find(name, Optional.empty());
            if (found.isEmpty()) {
                continue;
            }
            names.add(name);
            for (TaskExport task : found.get().manifest().tasks()) {
                task.inputSchema()
                        .ifPresent(schema -> tasks.add(
                                rule(found.get(), "task_name", task.name(), task.description(), schema, definitions)));
            }
            for (TriggerExport trigger : found.get().manifest().triggers()) {
                trigger.inputSchema()
                        .ifPresent(schema -> triggers.add(rule(
                                found.get(),
                                "trigger_name",
                                trigger.name(),
                                trigger.description(),
                                schema,
                                definitions)));
            }
        }
        JsonObject known = plain.getJsonObject("$defs");
        definitions.add("component", withRules(known.getJsonObject("component"), tasks.build()));
        definitions.add("trigger", withRules(known.getJsonObject("trigger"), triggers.build()));
        definitions.add(
                "component_name",
                JsonValues.JSON
                        .createObjectBuilder(known.getJsonObject("component_name"))
                        .add("examples", names));
        return JsonValues.JSON
                .createObjectBuilder(plain)
                .add("$defs", definitions)
                .build();
    }

    private static JsonObject withRules(JsonObject node, JsonArray rules) {
        JsonArrayBuilder all = node.containsKey("allOf")
                ? JsonValues.JSON.createArrayBuilder(node.getJsonArray("allOf"))
                : JsonValues.JSON.createArrayBuilder();
        rules.forEach(all::add);
        JsonArray built = all.build();
        return built.isEmpty()
                ? node
                : JsonValues.JSON.createObjectBuilder(node).add("allOf", built).build();
    }

    /** If a node names this export and no version, its inputs are these. */
    private static JsonObject rule(
            InstalledComponent component,
            String exportKey,
            String export,
            Optional<String> description,
            JsonObject schema,
            JsonObjectBuilder definitions) {
        String id = "urn:fuscia:inputs:" + (component.coordinates() + ":" + export).replaceAll("[^A-Za-z0-9._-]", ":");
        definitions.add(
                id, JsonValues.JSON.createObjectBuilder(schema).add("$id", id).build());
        JsonObjectBuilder named = JsonValues.JSON
                .createObjectBuilder()
                .add(
                        "properties",
                        JsonValues.JSON
                                .createObjectBuilder()
                                .add("name", constant(component.manifest().name()))
                                .add(exportKey, constant(export)))
                .add(
                        "required",
                        JsonValues.array(Stream.of("name", exportKey)
                                .map(JsonValues::string)
                                .toList()))
                .add(
                        "not",
                        JsonValues.JSON
                                .createObjectBuilder()
                                .add(
                                        "required",
                                        JsonValues.JSON.createArrayBuilder().add("version")));
        JsonObjectBuilder inputs = inputs(schema, id);
        description.ifPresent(text -> inputs.add("description", text));
        return JsonValues.JSON
                .createObjectBuilder()
                .add("if", named)
                .add(
                        "then",
                        JsonValues.JSON
                                .createObjectBuilder()
                                .add(
                                        "properties",
                                        JsonValues.JSON.createObjectBuilder().add("inputs", inputs)))
                .build();
    }

    private static JsonObject constant(String value) {
        return JsonValues.JSON.createObjectBuilder().add("const", value).build();
    }

    private static JsonObjectBuilder inputs(JsonObject schema, String id) {
        JsonObjectBuilder inputs = JsonValues.JSON.createObjectBuilder();
        JsonObjectBuilder properties = JsonValues.JSON.createObjectBuilder();
        JsonArrayBuilder required = JsonValues.JSON.createArrayBuilder();
        if (schema.get("properties") instanceof JsonObject known) {
            known.forEach((name, property) -> properties.add(name, orExpression(id, name)));
            if (schema.get("required") instanceof JsonArray names) {
                names.stream()
                        .filter(name -> !(known.get(((JsonString) name).getString()) instanceof JsonObject property
                                && property.containsKey("default")))
                        .forEach(required::add);
            }
        }
        inputs.add("properties", properties).add("required", required);
        if (schema.get("additionalProperties") == JsonValue.FALSE && !schema.containsKey("patternProperties")) {
            inputs.add("additionalProperties", false);
        }
        return inputs;
    }

    /** What the component asks for, or a path or template, or something that may have one inside. */
    private static JsonObject orExpression(String id, String name) {
        JsonObject asked = JsonValues.JSON
                .createObjectBuilder()
                .add("$ref", id + "#/properties/" + JsonValues.pointerToken(name))
                .build();
        JsonObject expression = JsonValues.JSON
                .createObjectBuilder()
                .add("type", "string")
                .add("pattern", "^\\$|\\{\\{")
                .build();
        JsonObject nested = JsonValues.JSON
                .createObjectBuilder()
                .add(
                        "type",
                        JsonValues.array(Stream.of("array", "object")
                                .map(JsonValues::string)
                                .toList()))
                .build();
        return JsonValues.JSON
                .createObjectBuilder()
                .add("anyOf", JsonValues.array(java.util.List.of(asked, expression, nested)))
                .build();
    }
}
