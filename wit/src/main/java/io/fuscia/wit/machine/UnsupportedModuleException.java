package io.fuscia.wit.machine;

/** A core module that is malformed, invalid or uses a proposal that the machine does not run. */
public final class UnsupportedModuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedModuleException(String message, Throwable cause) {
        super(message, cause);
    }
}
