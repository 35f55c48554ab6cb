package io.fuscia.component;

import io.fuscia.artifact.Digest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a component's author declares in {@code manifest.json}: who it is, what it offers and what it needs.
 *
 * @param name {@code org/name}, lower case
 * @param version semantic version
 * @param digest digest of {@code component.wasm}; a packed component always has it, a folder under development may not
 * @param capabilities what it asks for beyond the imports that every component gets; granted only as far as workflow and
 *     operator grant it too
 * @param tasks tasks that it exports, in the order of the file
 * @param triggers triggers that it exports, in the order of the file
 */
public record ComponentManifest(
        String name,
        String version,
        Optional<String> description,
        Optional<Digest> digest,
        Capabilities capabilities,
        List<TaskExport> tasks,
        List<TriggerExport> triggers) {
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?/[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?");

    public ComponentManifest {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(capabilities, "capabilities");
        tasks = List.copyOf(tasks);
        triggers = List.copyOf(triggers);
    }

    /** Whether the text is of the form {@code org/name}: lower-case letters, digits and inner hyphens. */
    public static boolean isName(String text) {
        return text != null && NAME.matcher(text).matches();
    }

    /** {@code org/name@version}. */
    public String coordinates() {
        return name + "@" + version;
    }

    /** The task of this name, if declared. */
    public Optional<TaskExport> task(String taskName) {
        return tasks.stream().filter(task -> task.name().equals(taskName)).findFirst();
    }

    /** The trigger of this name, if declared. */
    public Optional<TriggerExport> trigger(String triggerName) {
        return triggers.stream()
                .filter(trigger -> trigger.name().equals(triggerName))
                .findFirst();
    }

    /** The same manifest with the digest that a package must carry. */
    public ComponentManifest withDigest(Digest value) {
        return new ComponentManifest(name, version, description, Optional.of(value), capabilities, tasks, triggers);
    }
}
