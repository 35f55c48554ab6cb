package io.fuscia.wit.splitting;

import java.io.ByteArrayOutputStream;

/** Writes pieces of a module. */
final class WasmWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    WasmWriter raw(int value) {
        out.write(value);
        return this;
    }

    WasmWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    WasmWriter raw(byte[] bytes, int start, int end) {
        out.write(bytes, start, end - start);
        return this;
    }

    WasmWriter number(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return this;
    }

    /** Writes a small number that is not negative in signed form. */
    WasmWriter signed(int value) {
        int rest = value;
        while (rest >= 0x40) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return this;
    }

    /** Writes bytes with their length before them. */
    WasmWriter sized(byte[] bytes) {
        return number(bytes.length).raw(bytes);
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
