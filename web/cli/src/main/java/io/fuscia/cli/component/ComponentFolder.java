package io.fuscia.cli.component;

import io.fuscia.cli.UsageProblem;
import io.fuscia.cli.api.ApiClient;
import io.fuscia.cli.output.Printer;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A folder with {@code manifest.json} and {@code component.wasm}, and optionally {@code README.md} and {@code assets/}:
 * what a package is made of.
 */
final class ComponentFolder {
    /** 2020-01-01, in every entry, so that equal contents give equal packages. */
    private static final long ENTRY_TIME_MS = 1_577_836_800_000L;

    private final Path folder;

    ComponentFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * The package as bytes.
     *
     * @param refreshDigest whether the manifest's digest is replaced by the component's; a missing one is always added
     */
    byte[] pack(boolean refreshDigest) {
        Path wasm = required("component.wasm");
        try {
            byte[] component = Files.readAllBytes(wasm);
            byte[] manifest = manifest(component, refreshDigest).getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
                add(zip, "manifest.json", manifest);
                add(zip, "component.wasm", component);
                if (Files.isRegularFile(folder.resolve("README.md"))) {
                    add(zip, "README.md", Files.readAllBytes(folder.resolve("README.md")));
                }
                for (Path asset : assets()) {
                    add(zip, folder.relativize(asset).toString().replace('\\', '/'), Files.readAllBytes(asset));
                }
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UsageProblem("cannot pack " + folder + ": " + e.getMessage(), e);
        }
    }

    private String manifest(byte[] component, boolean refreshDigest) throws IOException {
        Path file = required("manifest.json");
        JsonObject manifest;
        try {
            manifest = ApiClient.parse(Files.readString(file)).asJsonObject();
        } catch (JsonException | ClassCastException e) {
            throw new UsageProblem(file + " is not a JSON object: " + e.getMessage(), e);
        }
        if (manifest.containsKey("digest") && !refreshDigest) {
            return manifest.toString();
        }
        return Printer.pretty(Json.createObjectBuilder(manifest)
                .add("digest", digest(component))
                .build());
    }

    private Path required(String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new UsageProblem(folder + " has no " + name);
        }
        return file;
    }

    private List<Path> assets() throws IOException {
        Path assets = folder.resolve("assets");
        if (!Files.isDirectory(assets)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(assets)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(ENTRY_TIME_MS);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
