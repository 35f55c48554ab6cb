package io.fuscia.component;

import io.fuscia.artifact.Digest;
import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Lob;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The row of an installed version; its bytes are files named by the digests. Written once, never changed. */
@Entity
@Table(name = "component_version")
@IdClass(ComponentVersion.Key.class)
public class ComponentVersion {
    @Id
    @Column(name = "name")
    private String name;

    @Id
    @Column(name = "version")
    private String version;

    @Column(name = "digest")
    private String digest;

    @Column(name = "byte_count")
    private long byteCount;

    @Lob
    @Column(name = "manifest")
    private String manifest;

    @Lob
    @Basic(fetch = FetchType.LAZY)
    @Column(name = "readme")
    private String readme;

    @Column(name = "package_digest")
    private String packageDigest;

    @Column(name = "installed_at")
    private long installedAt;

    /** For JPA. */
    protected ComponentVersion() {}

    ComponentVersion(ComponentPackage content, Digest packageDigest, Instant installedAt) {
        this.name = content.manifest().name();
        this.version = content.manifest().version();
        this.digest = Digest.of(content.wasm()).value();
        this.byteCount = content.wasm().length;
        this.manifest = new String(ManifestWriter.write(content.manifest()), StandardCharsets.UTF_8);
        this.readme = content.readme().orElse(null);
        this.packageDigest = packageDigest.value();
        this.installedAt = installedAt.toEpochMilli();
    }

    InstalledComponent toInstalled() {
        return new InstalledComponent(
                new ManifestReader().read(manifest.getBytes(StandardCharsets.UTF_8)),
                new Digest(digest),
                byteCount,
                Instant.ofEpochMilli(installedAt));
    }

    Optional<String> readme() {
        return Optional.ofNullable(readme);
    }

    Digest packageDigest() {
        return new Digest(packageDigest);
    }

    /** Name and version. */
    public static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        private String name;
        private String version;

        /** For JPA. */
        public Key() {}

        Key(String name, String version) {
            this.name = name;
            this.version = version;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Objects.equals(name, key.name) && Objects.equals(version, key.version);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, version);
        }
    }
}
