package io.fuscia.wit.wasi.filesystem;

import java.io.IOException;

/** An operation on a file that WASI has an error code for. */
final class FilesystemFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final FilesystemError error;

    FilesystemFailure(FilesystemError error, String message) {
        super(message);
        this.error = error;
    }

    FilesystemError error() {
        return error;
    }
}
