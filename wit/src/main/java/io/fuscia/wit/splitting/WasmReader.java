package io.fuscia.wit.splitting;

import java.util.Arrays;

/** Reads the bytes of a valid module. */
final class WasmReader {
    private final byte[] bytes;
    private int at;

    WasmReader(byte[] bytes, int start) {
        this.bytes = bytes;
        this.at = start;
    }

    int position() {
        return at;
    }

    void position(int position) {
        at = position;
    }

    boolean atEnd() {
        return at >= bytes.length;
    }

    int next() {
        return bytes[at++] & 0xff;
    }

    int peek() {
        return bytes[at] & 0xff;
    }

    /** Reads an unsigned number of at most 32 bits. */
    int number() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    void skipNumber() {
        while (bytes[at++] < 0) {
            // The last byte of a number has its highest bit clear.
        }
    }

    void skip(int count) {
        at += count;
    }

    byte[] from(int start) {
        return Arrays.copyOfRange(bytes, start, at);
    }
}
