package io.fuscia.wit.conformance;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A reference script.
 *
 * @param name folder and file without the extension, such as {@code values/strings}
 */
record Script(String name, Path file, List<Command> commands) {
    /** The folders of the reference tests. */
    static final List<String> FOLDERS = List.of("binary", "validation", "values", "linking", "resources", "async");

    /** Every script of a folder of the reference tests, by name. */
    static List<Script> in(String folder) {
        Path root = root().resolve("json");
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> read(root, file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Script read(Path root, Path file) {
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(file))) {
            List<Command> commands = reader.readObject().getJsonArray("commands").getValuesAs(JsonObject.class).stream()
                    .map(json -> Command.of(json, file.getParent()))
                    .toList();
            String name = root.relativize(file).toString().replace(".json", "");
            return new Script(name, file, commands);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the reference tests: system property {@code fuscia.conformance}, or found upwards. */
    static Path root() {
        String configured = System.getProperty("fuscia.conformance");
        if (configured != null) {
            return existing(Path.of(configured));
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve("shared").resolve("conformance");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("the reference tests are missing: no folder shared/conformance in or above "
                + Path.of("").toAbsolutePath() + "; name it with -Dfuscia.conformance=FOLDER");
    }

    private static Path existing(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException("the reference tests are missing: fuscia.conformance names " + folder);
        }
        return folder;
    }
}
