package io.fuscia.component;

import io.fuscia.artifact.BlobStore;
import io.fuscia.artifact.DataDirectory;
import io.fuscia.artifact.Digest;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.storage.RefusedByDatabase;
import io.fuscia.storage.Transactions;
import io.fuscia.wit.runtime.ComponentEngine;
import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The registry of installed components: rows in the database, bytes in the data directory. A version is installed once
 * and never changes; several versions of a component stand side by side. Thread-safe.
 */
public final class Components implements ComponentCatalog {
    private final Transactions transactions;
    private final BlobStore wasm;
    private final BlobStore packages;
    private final ComponentInspection inspection;
    private final Iterable<ComponentUsage> usages;
    private final Clock clock;

    /**
     * @param data where the bytes go
     * @param engine checks components
     * @param usages asked before a removal
     */
    public Components(
            Transactions transactions,
            DataDirectory data,
            ComponentEngine engine,
            Iterable<ComponentUsage> usages,
            Clock clock) {
        this.transactions = transactions;
        this.wasm = data.blobs("components");
        this.packages = data.blobs("packages");
        this.inspection = new ComponentInspection(engine);
        this.usages = usages;
        this.clock = clock;
    }

    /**
     * What came of an installation.
     *
     * @param created false if the same package was installed before
     * @param previous the newest version that was installed before this one, if any
     */
    public record Installation(InstalledComponent component, boolean created, Optional<InstalledComponent> previous) {
        public Installation {
            Objects.requireNonNull(component, "component");
            Objects.requireNonNull(previous, "previous");
        }

        /** What the new version asks for beyond the previous one; everything, if there is none. */
        public CapabilityDifference difference() {
            return CapabilityDifference.between(
                    previous.map(before -> before.manifest().capabilities()).orElse(Capabilities.NONE),
                    component.manifest().capabilities());
        }
    }

    /**
     * Installs a {@code .fcpkg}; done again with the same bytes it changes nothing.
     *
     * @throws FusciaException {@code INVALID_PACKAGE}, {@code INVALID_MANIFEST}, {@code DIGEST_MISMATCH},
     *     {@code NOT_A_COMPONENT}, {@code MALFORMED_COMPONENT}, {@code INVALID_COMPONENT};
     *     {@code COMPONENT_VERSION_EXISTS} if the version is installed with another content
     */
    public Installation install(byte[] fcpkg) {
        return install(ComponentPackage.read(fcpkg, ArchiveLimits.DEFAULT));
    }

    /** Installs a component from its manifest and wasm; see {@link #install(byte[])}. */
    public Installation install(byte[] manifest, byte[] component) {
        return install(new ComponentPackage(
                new ManifestReader().read(manifest), component, Optional.empty(), java.util.Map.of()));
    }

    private Installation install(ComponentPackage content) {
        ComponentManifest manifest = content.manifest();
        inspection.check(content);
        Optional<InstalledComponent> previous = versions(manifest.name()).stream()
                .filter(other -> !other.manifest().version().equals(manifest.version()))
                .findFirst();
        byte[] written = content.write();
        Digest packageDigest = Digest.of(written);
        ComponentVersion stored = row(manifest.name(), manifest.version());
        if (stored != null) {
            return before(stored, manifest, packageDigest, previous);
        }
        wasm.put(Digest.of(content.wasm()).hex(), content.wasm());
        packages.put(packageDigest.hex(), written);
        ComponentVersion row = new ComponentVersion(content, packageDigest, clock.instant());
        try {
            transactions.run(rows -> {
                rows.persist(row);
                return null;
            });
        } catch (RefusedByDatabase e) {
            if (!e.isDuplicate()) {
                throw e;
            }
            // Someone else was faster: what they installed decides.
            return before(row(manifest.name(), manifest.version()), manifest, packageDigest, previous);
        }
        return new Installation(row.toInstalled(), true, previous);
    }

    private static Installation before(
            ComponentVersion stored,
            ComponentManifest manifest,
            Digest packageDigest,
            Optional<InstalledComponent> previous) {
        if (!stored.packageDigest().equals(packageDigest)) {
            throw new FusciaException(
                    ErrorCode.COMPONENT_VERSION_EXISTS,
                    manifest.coordinates() + " is installed with another content; an installed version never changes,"
                            + " so give this one another version");
        }
        return new Installation(stored.toInstalled(), false, previous);
    }

    private ComponentVersion row(String name, String version) {
        return transactions.run(rows -> rows.find(ComponentVersion.class, new ComponentVersion.Key(name, version)));
    }

    @Override
    public Optional<InstalledComponent> find(String name, Optional<String> range) {
        if (range.isEmpty()) {
            List<InstalledComponent> all = versions(name);
            return all.stream()
                    .filter(one -> !version(one).isPreRelease())
                    .findFirst()
                    .or(() -> all.stream().findFirst());
        }
        if (SemanticVersion.isWellFormed(range.get())) {
            return Optional.ofNullable(row(name, range.get())).map(ComponentVersion::toInstalled);
        }
        if (!VersionRange.isWellFormed(range.get())) {
            throw new FusciaException(
                    ErrorCode.INVALID_REQUEST, "'" + range.get() + "' is neither a version nor a range of versions");
        }
        VersionRange accepted = VersionRange.parse(range.get());
        return versions(name).stream()
                .filter(one -> accepted.includes(version(one)))
                .findFirst();
    }

    @Override
    public List<InstalledComponent> versions(String name) {
        return transactions
                .run(rows -> rows.createQuery(
                                "select c from ComponentVersion c where c.name = :name", ComponentVersion.class)
                        .setParameter("name", name)
                        .getResultList())
                .stream()
                .map(ComponentVersion::toInstalled)
                .sorted(Comparator.comparing(Components::version).reversed())
                .toList();
    }

    @Override
    public List<String> names() {
        return transactions.run(
                rows -> rows.createQuery("select distinct c.name from ComponentVersion c order by c.name", String.class)
                        .getResultList());
    }

    private static SemanticVersion version(InstalledComponent component) {
        return SemanticVersion.parse(component.manifest().version());
    }

    /** The README of an installed version, if its package has one. */
    public Optional<String> readme(String name, String version) {
        return Optional.ofNullable(row(name, version)).flatMap(ComponentVersion::readme);
    }

    /**
     * Removes a version.
     *
     * @throws FusciaException {@code COMPONENT_NOT_FOUND}; {@code COMPONENT_IN_USE} if a workflow version refers to it
     */
    public void remove(String name, String version) {
        if (row(name, version) == null) {
            throw new FusciaException(
                    ErrorCode.COMPONENT_NOT_FOUND, "component " + name + "@" + version + " is not installed");
        }
        List<String> users = StreamSupport.stream(usages.spliterator(), false)
                .flatMap(usage -> usage.usersOf(name, version).stream())
                .toList();
        if (!users.isEmpty()) {
            throw new FusciaException(
                    ErrorCode.COMPONENT_IN_USE,
                    name + "@" + version + " cannot be removed: it is used by " + String.join(", ", users));
        }
        // The wasm file stays: another version may have the same bytes, and a running execution may still load it.
        transactions.run(rows -> {
            ComponentVersion row = rows.find(ComponentVersion.class, new ComponentVersion.Key(name, version));
            if (row != null) {
                rows.remove(row);
            }
            return null;
        });
    }

    /**
     * The bytes of an installed component, verified.
     *
     * @throws FusciaException {@code DIGEST_MISMATCH} if the file was changed, {@code COMPONENT_NOT_FOUND} if it is
     *     gone, {@code STORAGE_UNAVAILABLE}
     */
    public byte[] load(Digest digest) {
        byte[] bytes;
        try {
            bytes = wasm.readAll(digest.hex());
        } catch (java.nio.file.NoSuchFileException e) {
            throw new FusciaException(
                    ErrorCode.COMPONENT_NOT_FOUND, "the component with digest " + digest + " is not on this server", e);
        } catch (IOException e) {
            throw new FusciaException(
                    ErrorCode.STORAGE_UNAVAILABLE, "the component with digest " + digest + " cannot be read", e);
        }
        Digest actual = Digest.of(bytes);
        if (!actual.equals(digest)) {
            throw new FusciaException(
                    ErrorCode.DIGEST_MISMATCH,
                    "the stored component with digest " + digest + " has been changed: its digest is now " + actual);
        }
        return bytes;
    }
}
