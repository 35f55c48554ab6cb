package io.fuscia.component;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;

/** Writes manifests as {@link ManifestReader} reads them. */
public final class ManifestWriter {
    private ManifestWriter() {}

    /** The manifest as UTF-8 JSON. */
    public static byte[] write(ComponentManifest manifest) {
        return json(manifest).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The manifest as a JSON object. */
    public static JsonObject json(ComponentManifest manifest) {
        JsonObjectBuilder object =
                Json.createObjectBuilder().add("name", manifest.name()).add("version", manifest.version());
        manifest.description().ifPresent(text -> object.add("description", text));
        manifest.digest().ifPresent(digest -> object.add("digest", digest.value()));
        object.add("capabilities", capabilities(manifest.capabilities()));
        JsonArrayBuilder tasks = Json.createArrayBuilder();
        manifest.tasks().forEach(task -> tasks.add(task(task)));
        JsonArrayBuilder triggers = Json.createArrayBuilder();
        manifest.triggers().forEach(trigger -> triggers.add(trigger(trigger)));
        return object.add("tasks", tasks).add("triggers", triggers).build();
    }

    private static JsonObjectBuilder capabilities(Capabilities capabilities) {
        JsonArrayBuilder paths = Json.createArrayBuilder();
        for (Capabilities.AllowedPath path : capabilities.allowedPaths()) {
            paths.add(Json.createObjectBuilder().add("path", path.path()).add("writable", path.writable()));
        }
        return Json.createObjectBuilder()
                .add("allowed_hosts", Json.createArrayBuilder(capabilities.allowedHosts()))
                .add("allowed_paths", paths);
    }

    private static JsonObjectBuilder task(TaskExport task) {
        JsonObjectBuilder object = Json.createObjectBuilder().add("name", task.name());
        task.description().ifPresent(text -> object.add("description", text));
        task.inputSchema().ifPresent(schema -> object.add("input_schema", schema));
        task.outputSchema().ifPresent(schema -> object.add("output_schema", schema));
        return object;
    }

    private static JsonObjectBuilder trigger(TriggerExport trigger) {
        JsonObjectBuilder object = Json.createObjectBuilder().add("name", trigger.name());
        trigger.description().ifPresent(text -> object.add("description", text));
        if (trigger.kind() instanceof TriggerExport.Kind.Poll poll) {
            object.add("trigger_type", "poll")
                    .add("interval_ms", poll.interval().toMillis());
        } else if (trigger.kind() instanceof TriggerExport.Kind.Webhook webhook) {
            object.add("trigger_type", "webhook").add("method", webhook.method());
        }
        trigger.inputSchema().ifPresent(schema -> object.add("input_schema", schema));
        trigger.payloadSchema().ifPresent(schema -> object.add("payload_schema", schema));
        return object;
    }
}
