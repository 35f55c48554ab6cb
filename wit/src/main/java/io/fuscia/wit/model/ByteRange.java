package io.fuscia.wit.model;

import java.util.Arrays;

/**
 * A view of some bytes of the component; the array behind it is shared and must never be written.
 *
 * <p>Equality is by content.
 */
public final class ByteRange {
    private final byte[] source;
    private final int start;
    private final int length;

    /** A view of {@code length} bytes of {@code source} from {@code start}; nothing is copied. */
    public ByteRange(byte[] source, int start, int length) {
        if (start < 0 || length < 0 || start > source.length - length) {
            throw new IndexOutOfBoundsException(start + "+" + length + " of " + source.length);
        }
        this.source = source;
        this.start = start;
        this.length = length;
    }

    /** Length in bytes. */
    public int length() {
        return length;
    }

    /** Offset of the first byte in the outermost component. */
    public int start() {
        return start;
    }

    /** Offset after the last byte. */
    public int end() {
        return start + length;
    }

    /** The array behind the view: read only. */
    public byte[] source() {
        return source;
    }

    /** A fresh copy. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(source, start, start + length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteRange range
                && Arrays.equals(source, start, start + length, range.source, range.start, range.start + range.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = start; i < start + length; i++) {
            hash = 31 * hash + source[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return length + " bytes at 0x" + Integer.toHexString(start);
    }
}
