package io.fuscia.component;

import io.fuscia.artifact.Digest;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import io.fuscia.input.JsonSchemas;
import io.fuscia.wit.wasi.http.HostPattern;
import io.fuscia.workflow.document.DocumentFormat;
import io.fuscia.workflow.document.DocumentLimits;
import io.fuscia.workflow.document.DocumentReader;
import io.fuscia.workflow.document.LocatedDocument;
import io.fuscia.workflow.document.LocatedValue.ObjectNode;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code manifest.json} strictly: unknown keys are refused, and everything wrong is reported at once. */
public final class ManifestReader {
    /** Names of tasks and triggers. */
    private static final Pattern EXPORT_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*([_-][A-Za-z0-9]+)*");

    private static final JsonSchemas SCHEMAS = new JsonSchemas();
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
    private static final long LONGEST_INTERVAL_MS = Duration.ofDays(366).toMillis();

    private final DocumentReader documents = new DocumentReader(new DocumentLimits(1 << 20, 64, 100_000));

    /**
     * Reads a manifest.
     *
     * @throws FusciaException {@code INVALID_MANIFEST} with all violations
     */
    public ComponentManifest read(byte[] json) {
        LocatedDocument document;
        try {
            document = documents.read(json, DocumentFormat.JSON);
        } catch (FusciaException e) {
            throw new FusciaException(
                    ErrorCode.INVALID_MANIFEST, "manifest.json cannot be read: " + e.getMessage(), e.violations());
        }
        List<Violation> violations = new ArrayList<>();
        ManifestObject root = ManifestObject.root(document.root(), violations);
        ComponentManifest manifest = violations.isEmpty() ? manifest(root, violations) : null;
        if (!violations.isEmpty()) {
            throw refused(violations);
        }
        return manifest;
    }

    static FusciaException refused(List<Violation> violations) {
        String more = violations.size() == 1 ? "" : " (and " + (violations.size() - 1) + " more)";
        return new FusciaException(
                ErrorCode.INVALID_MANIFEST,
                "manifest.json is not valid: " + violations.get(0).message() + more,
                violations);
    }

    private ComponentManifest manifest(ManifestObject root, List<Violation> violations) {
        root.allowKeys("name", "version", "description", "digest", "capabilities", "tasks", "triggers");
        String name = root.requiredText("name");
        if (name != null && !ComponentManifest.isName(name)) {
            root.refuse(
                    "name",
                    "invalid_name",
                    "'" + name + "' is not a component's name: write org/name, lower-case"
                            + " letters, digits and inner hyphens, at most 64 characters each");
        }
        String version = root.requiredText("version");
        if (version != null && !SemanticVersion.isWellFormed(version)) {
            root.refuse("version", "invalid_version", "'" + version + "' is not a semantic version, such as 1.0.0");
        }
        Optional<String> digest = root.text("digest");
        if (digest.isPresent() && !Digest.isWellFormed(digest.get())) {
            root.refuse("digest", "invalid_digest", "write the digest as sha256: and 64 lower-case hex digits");
        }
        Optional<String> description = root.text("description");
        Capabilities capabilities =
                root.object("capabilities").map(ManifestReader::capabilities).orElse(Capabilities.NONE);
        Set<String> names = new HashSet<>();
        List<TaskExport> tasks = new ArrayList<>();
        root.objects("tasks").forEach(task -> tasks.add(task(task, names)));
        List<TriggerExport> triggers = new ArrayList<>();
        root.objects("triggers").forEach(trigger -> triggers.add(trigger(trigger, names)));
        if (tasks.isEmpty() && triggers.isEmpty() && violations.isEmpty()) {
            root.refuse("", "no_exports", "the manifest declares neither a task nor a trigger");
        }
        if (!violations.isEmpty()) {
            return null;
        }
        return new ComponentManifest(
                name, version, description, digest.map(Digest::new), capabilities, tasks, triggers);
    }

    private static Capabilities capabilities(ManifestObject object) {
        object.allowKeys("allowed_hosts", "allowed_paths");
        List<String> hosts = object.texts("allowed_hosts");
        for (int i = 0; i < hosts.size(); i++) {
            try {
                HostPattern.parse(hosts.get(i));
            } catch (IllegalArgumentException e) {
                object.refuse("allowed_hosts/" + i, "invalid_host", e.getMessage());
            }
        }
        List<Capabilities.AllowedPath> paths = new ArrayList<>();
        object.textsOrObjects("allowed_paths", (pointer, text, entry) -> {
            boolean writable = false;
            String path = text;
            if (entry != null) {
                entry.allowKeys("path", "writable");
                path = entry.requiredText("path");
                writable = entry.flag("writable", false);
            }
            if (path != null && !isPlainAbsolute(path)) {
                object.refuse(pointer, "invalid_path", "'" + path + "' is not an absolute path without . and ..");
            } else if (path != null) {
                paths.add(new Capabilities.AllowedPath(path, writable));
            }
        });
        return new Capabilities(hosts, paths);
    }

    private static boolean isPlainAbsolute(String path) {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0 || path.indexOf('\\') >= 0) {
            return false;
        }
        for (String part : path.substring(1).split("/", -1)) {
            if (part.equals(".") || part.equals("..") || (part.isEmpty() && path.length() > 1)) {
                return false;
            }
        }
        return true;
    }

    private static TaskExport task(ManifestObject object, Set<String> names) {
        object.allowKeys("name", "description", "input_schema", "output_schema");
        return new TaskExport(
                exportName(object, "task", names),
                object.text("description"),
                schema(object, "input_schema"),
                schema(object, "output_schema"));
    }

    private static TriggerExport trigger(ManifestObject object, Set<String> names) {
        object.allowKeys(
                "name", "description", "trigger_type", "interval_ms", "method", "input_schema", "payload_schema");
        return new TriggerExport(
                exportName(object, "trigger", names),
                object.text("description"),
                kind(object),
                schema(object, "input_schema"),
                schema(object, "payload_schema"));
    }

    private static TriggerExport.Kind kind(ManifestObject object) {
        String type = object.requiredText("trigger_type");
        if ("poll".equals(type)) {
            object.refuseIfPresent("method", "only a webhook has a method");
            long interval = object.wholeNumber("interval_ms", 60_000);
            if (interval < 100 || interval > LONGEST_INTERVAL_MS) {
                object.refuse("interval_ms", "invalid_interval", "the interval must be 100 ms to 366 days");
                interval = 60_000;
            }
            return new TriggerExport.Kind.Poll(Duration.ofMillis(interval));
        }
        if ("webhook".equals(type)) {
            object.refuseIfPresent("interval_ms", "only a poll has an interval");
            String method = object.text("method").orElse("POST");
            if (!METHODS.contains(method)) {
                object.refuse(
                        "method",
                        "invalid_method",
                        "the method must be one of GET, POST, PUT, PATCH, DELETE," + " HEAD and OPTIONS");
            }
            return new TriggerExport.Kind.Webhook(method);
        }
        if (type != null) {
            object.refuse("trigger_type", "invalid_trigger_type", "trigger_type must be poll or webhook");
        }
        return new TriggerExport.Kind.Webhook("POST");
    }

    private static String exportName(ManifestObject object, String what, Set<String> names) {
        String name = object.requiredText("name");
        if (name == null) {
            return "";
        }
        if (name.length() > 64 || !EXPORT_NAME.matcher(name).matches()) {
            object.refuse(
                    "name",
                    "invalid_name",
                    "'" + name + "' is not the name of a " + what
                            + ": letters and digits, words joined by single hyphens or underscores, at most 64 characters");
        } else if (!names.add(what + " " + name)) {
            object.refuse("name", "duplicate_name", "there are two " + what + "s named '" + name + "'");
        }
        return name;
    }

    private static Optional<JsonObject> schema(ManifestObject object, String key) {
        return object.member(key).flatMap(value -> {
            if (value instanceof ObjectNode node) {
                JsonObject schema = node.toJson().asJsonObject();
                // The first error is the most precise one; the others sum it up.
                SCHEMAS.checkSchema(schema).stream()
                        .findFirst()
                        .ifPresent(error -> object.refuse(
                                key + error.pointer(),
                                "invalid_schema",
                                "'" + key + "' is not a JSON Schema (2020-12): " + error.message()));
                return Optional.of(schema);
            }
            object.refuse(key, "invalid_type", key + " must be a JSON Schema object");
            return Optional.empty();
        });
    }
}
