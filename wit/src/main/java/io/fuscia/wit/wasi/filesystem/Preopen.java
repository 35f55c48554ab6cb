package io.fuscia.wit.wasi.filesystem;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A directory that a guest gets when it starts.
 *
 * @param guestPath the name under which the guest sees it
 * @param directory on this machine
 * @param writable whether the guest may change it
 */
public record Preopen(String guestPath, Path directory, boolean writable) {
    /** Checks that nothing is null. */
    public Preopen {
        Objects.requireNonNull(guestPath, "guestPath");
        Objects.requireNonNull(directory, "directory");
    }

    /** Returns a directory that can only be read. */
    public static Preopen readOnly(String guestPath, Path directory) {
        return new Preopen(guestPath, directory, false);
    }
}
