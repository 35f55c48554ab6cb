package io.fuscia.workflow;

import io.fuscia.artifact.Digest;
import jakarta.json.JsonObject;
import java.util.Objects;
import java.util.Optional;

/**
 * A component as a locked workflow pins it.
 *
 * @param name {@code org/name}
 * @param version exact version
 * @param digest digest of {@code component.wasm}
 * @param export the task's or trigger's name
 * @param inputSchema the export's schema at the time of locking
 */
public record LockedComponent(
        String name, String version, Digest digest, String export, Optional<JsonObject> inputSchema) {
    public LockedComponent {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(export, "export");
        Objects.requireNonNull(inputSchema, "inputSchema");
    }
}
