package io.fuscia.it.server;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packages made of the guests and examples of this checkout. */
public final class Packages {
    private Packages() {}

    /** A guest of the runtime's tests, for example {@code bad-loop}. */
    public static byte[] guest(String name) {
        return bytes(FusciaServer.root().resolve("wit/src/test/resources/guests/" + name + ".wasm"));
    }

    /** A manifest that declares these tasks of the component. */
    public static JsonObject manifest(String name, String version, byte[] component, String... tasks) {
        JsonArrayBuilder exports = Json.createArrayBuilder();
        for (String task : tasks) {
            exports.add(Json.createObjectBuilder().add("name", task));
        }
        return Json.createObjectBuilder()
                .add("name", name)
                .add("version", version)
                .add("digest", digest(component))
                .add("tasks", exports)
                .build();
    }

    /** A package with this manifest and component. */
    public static byte[] pack(JsonObject manifest, byte[] component) {
        return pack(manifest, component, Optional.empty());
    }

    private static byte[] pack(JsonObject manifest, byte[] component, Optional<Path> readme) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write(manifest.toString().getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("component.wasm"));
            zip.write(component);
            if (readme.isPresent()) {
                zip.putNextEntry(new ZipEntry("README.md"));
                zip.write(bytes(readme.get()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Installs a guest under {@code test/NAME}, version 1.0.0, with the one task {@code run}; again is no error. */
    public static Api.Answer install(Api api, String guest) {
        byte[] component = guest(guest);
        return api.post(
                "/components",
                "application/zip",
                pack(manifest("test/" + guest, "1.0.0", component, "run"), component));
    }

    /** Installs an example component. */
    public static Api.Answer installExample(Api api, String name) {
        Path folder = FusciaServer.root().resolve("ear/examples/components/" + name);
        try (var reader = Json.createReader(Files.newInputStream(folder.resolve("manifest.json")))) {
            return api.post(
                    "/components",
                    "application/zip",
                    pack(
                            reader.readObject(),
                            bytes(folder.resolve("component.wasm")),
                            Optional.of(folder.resolve("README.md"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
