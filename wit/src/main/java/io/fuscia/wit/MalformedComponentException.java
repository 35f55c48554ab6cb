package io.fuscia.wit;

/** The bytes are not in the component binary format; the message ends with the byte offset. */
public final class MalformedComponentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    /**
     * @param message what is wrong, without the offset
     * @param offset byte offset in the outermost component's bytes
     */
    public MalformedComponentException(String message, int offset) {
        super(message + " (at offset 0x" + Integer.toHexString(offset) + ")");
        this.offset = offset;
    }

    /** Byte offset in the outermost component's bytes. */
    public int offset() {
        return offset;
    }
}
