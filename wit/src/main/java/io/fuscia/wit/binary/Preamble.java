package io.fuscia.wit.binary;

/** The first eight bytes of a module or component. */
enum Preamble {
    COMPONENT,
    MODULE;

    private static final int VERSION = 0x0d;

    /** Reads a preamble that has to be of {@code expected} kind. */
    static void expect(ByteReader reader, Preamble expected, boolean outermost) {
        int start = reader.position();
        if (reader.remaining() < 4
                || reader.readByte() != 0
                || reader.readByte() != 'a'
                || reader.readByte() != 's'
                || reader.readByte() != 'm') {
            throw reader.malformed("not WebAssembly: the magic bytes \\0asm are missing", start);
        }
        if (reader.remaining() < 4) {
            throw reader.malformed("unexpected end-of-file in the preamble");
        }
        int version = reader.readByte() | reader.readByte() << 8;
        int layer = reader.readByte() | reader.readByte() << 8;
        boolean module = version == 1 && layer == 0;
        boolean component = version == VERSION && layer == 1;
        if (expected == COMPONENT && module) {
            throw reader.malformed(
                    outermost
                            ? "a core module was given where a component is expected"
                            : "expected a version header for a component, found a core module",
                    start);
        }
        if (expected == MODULE && component) {
            throw reader.malformed("expected a version header for a module, found a component", start);
        }
        if (expected == COMPONENT ? !component : !module) {
            throw reader.malformed(
                    String.format("unknown binary version 0x%04x and layer 0x%04x", version, layer), start + 4);
        }
    }
}
