package io.fuscia.wit.machine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Rewrites a core module before Chicory parses it: its nth import is named {@code "i" "n"}, no table is declared larger
 * than Chicory reads, and custom sections are left out: nothing here reads them, and Chicory refuses a module whose
 * names section is malformed, which the specification allows.
 *
 * <p>Chicory refuses an imported function named {@code "" ""} and looks every import up by name among all the others;
 * components resolve imports by position, so unique short names cure both.
 */
final class ModuleRewriting {
    private static final int HEADER = 8;
    private static final int CUSTOM_SECTION = 0;
    private static final int IMPORT_SECTION = 2;
    private static final int TABLE_SECTION = 4;
    private static final int TABLE_WITH_INITIALIZER = 0x40;

    /** The greatest minimum of a table that Chicory parses; every budget is smaller. */
    private static final int MAX_TABLE_MINIMUM = 10_000_000;

    private final byte[] source;
    private final ByteArrayOutputStream target;
    private int at = HEADER;

    private ModuleRewriting(byte[] source) {
        this.source = source;
        this.target = new ByteArrayOutputStream(source.length + 64);
    }

    /** Returns the name of the nth import. */
    static String name(int position) {
        return Integer.toString(position);
    }

    /** The module name of every import. */
    static final String MODULE = "i";

    /** Returns the rewritten module; bytes that are not a module are returned as they are, for the parser to refuse. */
    static byte[] rewrite(byte[] module) {
        try {
            return new ModuleRewriting(module).run();
        } catch (ArrayIndexOutOfBoundsException e) {
            return module;
        }
    }

    private byte[] run() {
        target.write(source, 0, HEADER);
        while (at < source.length) {
            int start = at;
            int id = source[at++] & 0xff;
            int size = leb();
            int end = at + size;
            if (id == CUSTOM_SECTION) {
                check(end);
            } else if (id == IMPORT_SECTION) {
                byte[] section = imports();
                if (at != end) {
                    throw new ArrayIndexOutOfBoundsException();
                }
                target.write(IMPORT_SECTION);
                writeLeb(target, section.length);
                target.writeBytes(section);
            } else if (id == TABLE_SECTION && hasPlainTables(check(end))) {
                byte[] section = tables();
                target.write(TABLE_SECTION);
                writeLeb(target, section.length);
                target.writeBytes(section);
            } else {
                target.write(source, start, check(end) - start);
            }
            at = end;
        }
        return target.toByteArray();
    }

    private boolean hasPlainTables(int end) {
        int start = at;
        boolean plain = true;
        for (int count = leb(); count > 0 && plain; count--) {
            plain = source[at] != TABLE_WITH_INITIALIZER;
            if (plain) {
                skipType();
                skipLimits();
            }
        }
        plain &= at == end;
        at = start;
        return plain;
    }

    /** Tables with minimums that Chicory can read, so that the budget can refuse them by name. */
    private byte[] tables() {
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        int count = leb();
        writeLeb(section, count);
        for (int i = 0; i < count; i++) {
            int start = at;
            skipType();
            section.write(source, start, at - start);
            int flags = source[at++];
            int minimum = leb();
            section.write(flags);
            writeLeb(section, Integer.compareUnsigned(minimum, MAX_TABLE_MINIMUM) > 0 ? MAX_TABLE_MINIMUM : minimum);
            if ((flags & 1) != 0) {
                writeLeb(section, leb());
            }
        }
        return section.toByteArray();
    }

    private int check(int end) {
        if (end < 0 || end > source.length) {
            throw new ArrayIndexOutOfBoundsException();
        }
        return end;
    }

    private byte[] imports() {
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        int count = leb();
        writeLeb(section, count);
        for (int i = 0; i < count; i++) {
            skipName();
            skipName();
            writeName(section, MODULE);
            writeName(section, name(i));
            int start = at;
            skipDescription();
            section.write(source, start, check(at) - start);
        }
        return section.toByteArray();
    }

    private void skipName() {
        int length = leb();
        at = check(at + length);
    }

    private void skipDescription() {
        int kind = source[at++];
        switch (kind) {
            case 0 -> leb();
            case 1 -> {
                skipType();
                skipLimits();
            }
            case 2 -> skipLimits();
            case 3 -> {
                skipType();
                at++;
            }
            case 4 -> {
                at++;
                leb();
            }
            default -> throw new ArrayIndexOutOfBoundsException();
        }
    }

    private void skipType() {
        int code = source[at++] & 0xff;
        if (code == 0x63 || code == 0x64) {
            leb();
        }
    }

    private void skipLimits() {
        int flags = source[at++];
        leb();
        if ((flags & 1) != 0) {
            leb();
        }
        if ((flags & 8) != 0) {
            leb();
        }
    }

    private int leb() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = source[at++];
            if (shift < 32) {
                value |= (next & 0x7f) << shift;
            }
            if (next >= 0) {
                return value;
            }
        }
    }

    private static void writeName(ByteArrayOutputStream out, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        writeLeb(out, bytes.length);
        out.writeBytes(bytes);
    }

    static void writeLeb(ByteArrayOutputStream out, int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
