package io.fuscia.component;

import io.fuscia.artifact.Digest;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The content of a {@code .fcpkg}: a ZIP of {@code manifest.json}, {@code component.wasm}, and perhaps
 * {@code README.md} and files below {@code assets/}. The digest in the manifest, if any, is that of the wasm.
 */
public final class ComponentPackage {
    private static final String MANIFEST = "manifest.json";
    private static final String WASM = "component.wasm";
    private static final String README = "README.md";
    private static final String ASSETS = "assets/";

    private final ComponentManifest manifest;
    private final byte[] wasm;
    private final Optional<String> readme;
    private final Map<String, byte[]> assets;

    /**
     * Puts a package together.
     *
     * @param wasm not copied; nobody changes it
     * @param assets by name, {@code assets/} included
     * @throws FusciaException {@code DIGEST_MISMATCH} if the manifest has another digest than the wasm
     */
    public ComponentPackage(
            ComponentManifest manifest, byte[] wasm, Optional<String> readme, Map<String, byte[]> assets) {
        this.manifest = Objects.requireNonNull(manifest, "manifest");
        this.wasm = Objects.requireNonNull(wasm, "wasm");
        this.readme = Objects.requireNonNull(readme, "readme");
        this.assets = Collections.unmodifiableMap(new LinkedHashMap<>(assets));
        Digest actual = Digest.of(wasm);
        if (manifest.digest().isPresent() && !manifest.digest().get().equals(actual)) {
            throw new FusciaException(
                    ErrorCode.DIGEST_MISMATCH,
                    "component.wasm of " + manifest.coordinates() + " has digest " + actual + ", but its manifest says "
                            + manifest.digest().get());
        }
    }

    /**
     * Reads a package.
     *
     * @throws FusciaException {@code INVALID_PACKAGE}, {@code INVALID_MANIFEST}, {@code DIGEST_MISMATCH}
     */
    public static ComponentPackage read(byte[] zip, ArchiveLimits limits) {
        Map<String, byte[]> files = ZipArchive.read(zip, limits);
        byte[] manifest = null;
        byte[] wasm = null;
        Optional<String> readme = Optional.empty();
        Map<String, byte[]> assets = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            switch (file.getKey()) {
                case MANIFEST -> manifest = file.getValue();
                case WASM -> wasm = file.getValue();
                case README -> readme = Optional.of(new String(file.getValue(), StandardCharsets.UTF_8));
                default -> {
                    if (!file.getKey().startsWith(ASSETS)) {
                        throw new FusciaException(
                                ErrorCode.INVALID_PACKAGE,
                                "entry '" + file.getKey() + "' has no place in a package: it holds manifest.json,"
                                        + " component.wasm, README.md and assets/");
                    }
                    assets.put(file.getKey(), file.getValue());
                }
            }
        }
        if (manifest == null || wasm == null) {
            throw new FusciaException(
                    ErrorCode.INVALID_PACKAGE, "the package has no " + (manifest == null ? MANIFEST : WASM));
        }
        return new ComponentPackage(new ManifestReader().read(manifest), wasm, readme, assets);
    }

    /** The package as a ZIP with the digest in its manifest; the same package always gives the same bytes. */
    public byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, MANIFEST, ManifestWriter.write(manifest.withDigest(Digest.of(wasm))));
            put(zip, WASM, wasm);
            if (readme.isPresent()) {
                put(zip, README, readme.get().getBytes(StandardCharsets.UTF_8));
            }
            for (Map.Entry<String, byte[]> asset : new TreeMap<>(assets).entrySet()) {
                put(zip, asset.getKey(), asset.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to", e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        // 1980-01-01T00:00, the earliest that ZIP knows: time of packing is no part of the content.
        entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** What its author declares. */
    public ComponentManifest manifest() {
        return manifest;
    }

    /** The component; not a copy, so nobody changes it. */
    public byte[] wasm() {
        return wasm;
    }

    /** The README, if there is one. */
    public Optional<String> readme() {
        return readme;
    }

    /** The assets by name, {@code assets/} included. */
    public Map<String, byte[]> assets() {
        return assets;
    }

    @Override
    public String toString() {
        return "ComponentPackage[" + manifest.coordinates() + "]";
    }
}
