package io.fuscia.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The compiled test guests and example components of this repository. */
public final class Guests {
    private static final Path ROOT = root();

    private Guests() {}

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("wit/src/test/resources/guests"))) {
            at = at.getParent();
        }
        return at;
    }

    /** The bytes of {@code wit/src/test/resources/guests/<name>.wasm}. */
    public static byte[] guest(String name) {
        return read(ROOT.resolve("wit/src/test/resources/guests").resolve(name + ".wasm"));
    }

    /** The folder of an example component. */
    public static Path example(String name) {
        return ROOT.resolve("ear/examples/components").resolve(name);
    }

    /** The bytes of a file. */
    public static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
