package io.fuscia.wit.hostile;

import java.util.Arrays;

/** Decisions read from a fuzzer's bytes; once they are used up every decision is zero. */
final class Choices {
    private final byte[] bytes;
    private int next;

    Choices(byte[] bytes) {
        this.bytes = bytes;
    }

    int octet() {
        return next < bytes.length ? bytes[next++] & 0xff : 0;
    }

    /** A number below a bound of at most 256. */
    int below(int bound) {
        return octet() % bound;
    }

    boolean flag() {
        return (octet() & 1) == 1;
    }

    int i32() {
        return octet() | octet() << 8 | octet() << 16 | octet() << 24;
    }

    long i64() {
        return Integer.toUnsignedLong(i32()) | (long) i32() << 32;
    }

    byte[] take(int length) {
        byte[] taken = Arrays.copyOfRange(bytes, Math.min(next, bytes.length), Math.min(next + length, bytes.length));
        next += length;
        return taken;
    }
}
