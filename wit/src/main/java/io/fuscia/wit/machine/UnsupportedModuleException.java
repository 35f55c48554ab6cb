package io.fuscia.wit.machine;

/** A core module that is malformed, invalid or uses a proposal that the machine does not run. */
public final class UnsupportedModuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean malformed;

    UnsupportedModuleException(String message, boolean malformed, Throwable cause) {
        super(message, cause);
        this.malformed = malformed;
    }

    /** Returns whether the bytes cannot even be parsed. */
    public boolean malformed() {
        return malformed;
    }
}
