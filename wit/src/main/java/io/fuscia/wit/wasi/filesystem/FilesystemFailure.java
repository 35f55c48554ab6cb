package io.fuscia.wit.wasi.filesystem;

import io.fuscia.wit.bindings.wasi.filesystem.Types.ErrorCode;
import java.io.IOException;

/** An operation on a file that WASI has an error code for. */
final class FilesystemFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode error;

    FilesystemFailure(ErrorCode error, String message) {
        super(message);
        this.error = error;
    }

    ErrorCode error() {
        return error;
    }
}
