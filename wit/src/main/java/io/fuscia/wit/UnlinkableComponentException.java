package io.fuscia.wit;

/** A valid component cannot be instantiated with the imports that it was given. */
public final class UnlinkableComponentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnlinkableComponentException(String message) {
        super(message);
    }

    public UnlinkableComponentException(String message, Throwable cause) {
        super(message, cause);
    }
}
