package io.fuscia.component;

import io.fuscia.artifact.Digest;
import java.time.Instant;
import java.util.Objects;

/**
 * One version of a component on this server.
 *
 * @param manifest what its author declares
 * @param digest digest of {@code component.wasm}, verified
 * @param size bytes of {@code component.wasm}
 * @param installedAt when
 */
public record InstalledComponent(ComponentManifest manifest, Digest digest, long size, Instant installedAt) {
    public InstalledComponent {
        Objects.requireNonNull(manifest, "manifest");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(installedAt, "installedAt");
    }

    /** {@code org/name@version}, as failures name it. */
    public String coordinates() {
        return manifest.coordinates();
    }
}
