package io.fuscia.wit.wasi.io;

import java.io.IOException;
import java.util.Objects;

/**
 * The resource {@code wasi:io/error.error}: why a stream failed.
 *
 * @param cause what failed
 */
public record IoError(IOException cause) {
    /** Checks that there is a cause. */
    public IoError {
        Objects.requireNonNull(cause, "cause");
    }

    String debugString() {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
