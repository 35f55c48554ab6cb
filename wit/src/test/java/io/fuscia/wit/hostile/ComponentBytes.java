package io.fuscia.wit.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Assembles component bytes by hand, so that they may be wrong. */
final class ComponentBytes {
    private static final int[] PREAMBLE = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Starts with the preamble of a component. */
    static ComponentBytes component() {
        return empty().raw(PREAMBLE);
    }

    /** Starts with the preamble of a core module. */
    static ComponentBytes coreModule() {
        return empty().raw(0, 'a', 's', 'm', 1, 0, 0, 0);
    }

    static ComponentBytes empty() {
        return new ComponentBytes();
    }

    ComponentBytes raw(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
        return this;
    }

    ComponentBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** An unsigned LEB128 number. */
    ComponentBytes number(long value) {
        long rest = value;
        while (rest >= 0x80) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** A type index where a value type stands: a signed LEB128 number. */
    ComponentBytes type(int index) {
        int rest = index;
        while (rest >= 0x40) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return this;
    }

    /** A signed LEB128 number. */
    ComponentBytes signed(long value) {
        long rest = value;
        while (rest < -0x40 || rest >= 0x40) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>= 7;
        }
        out.write((int) (rest & 0x7f));
        return this;
    }

    ComponentBytes name(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return number(bytes.length).raw(bytes);
    }

    /** A plain extern name. */
    ComponentBytes extern(String name) {
        return raw(0).name(name);
    }

    /** A section with its size. */
    ComponentBytes section(int id, ComponentBytes content) {
        byte[] bytes = content.bytes();
        return raw(id).number(bytes.length).raw(bytes);
    }

    /** A section of one item. */
    ComponentBytes one(int id, ComponentBytes item) {
        return section(id, empty().number(1).raw(item.bytes()));
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
