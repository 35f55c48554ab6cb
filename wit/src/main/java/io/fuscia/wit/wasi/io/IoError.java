package io.fuscia.wit.wasi.io;

import io.fuscia.wit.bindings.wasi.io.Error;
import io.fuscia.wit.runtime.HostCall;
import java.io.IOException;
import java.util.Objects;

/**
 * The resource {@code wasi:io/error.error}: why a stream failed.
 *
 * @param cause what failed
 */
public record IoError(IOException cause) implements Error.ErrorResource {
    /** Checks that there is a cause. */
    public IoError {
        Objects.requireNonNull(cause, "cause");
    }

    @Override
    public String toDebugString(HostCall call) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
