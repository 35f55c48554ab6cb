package io.fuscia.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The command line parsed, but something it names cannot be used: a file that is not there, text that is not JSON. */
public final class UsageProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageProblem(String message) {
        super(message);
    }

    public UsageProblem(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * A file that cannot be read or written.
     *
     * @param doing as in "read"
     */
    public static UsageProblem of(String doing, Path file, IOException cause) {
        String reason;
        if (cause instanceof NoSuchFileException missing) {
            reason = file.toString().equals(missing.getFile())
                    ? "there is no such file"
                    : "there is no " + missing.getFile();
        } else if (cause instanceof AccessDeniedException) {
            reason = "permission denied";
        } else {
            reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        }
        return new UsageProblem("cannot " + doing + " " + file + ": " + reason, cause);
    }
}
