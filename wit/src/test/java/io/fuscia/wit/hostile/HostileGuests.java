package io.fuscia.wit.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The components among the test resources. */
final class HostileGuests {
    private HostileGuests() {}

    /** @param name without {@code .wasm} */
    static byte[] bytes(String name) {
        try (InputStream in = HostileGuests.class.getResourceAsStream("/" + name + ".wasm")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
