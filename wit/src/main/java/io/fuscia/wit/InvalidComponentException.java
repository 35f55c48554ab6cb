package io.fuscia.wit;

/** The bytes decode, but break a validation rule or use a feature outside the synchronous set; the message names it. */
public final class InvalidComponentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    /**
     * @param message what is wrong, without the offset
     * @param offset byte offset in the outermost component's bytes
     */
    public InvalidComponentException(String message, int offset) {
        super(message + " (at offset 0x" + Integer.toHexString(offset) + ")");
        this.offset = offset;
    }

    /** Byte offset in the outermost component's bytes. */
    public int offset() {
        return offset;
    }
}
