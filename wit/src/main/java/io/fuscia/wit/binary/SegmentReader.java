package io.fuscia.wit.binary;

/**
 * Steps over element segments, data segments and function bodies, so that no count or size in them is larger than what
 * is there: Chicory's parser allocates first and looks afterwards.
 */
final class SegmentReader {
    private final ByteReader reader;
    private final CoreTypeReader types;

    SegmentReader(ByteReader reader, CoreTypeReader types) {
        this.reader = reader;
        this.types = types;
    }

    /** One element segment; bit 0 says passive or declarative, bit 1 explicit, bit 2 expressions. */
    void skipElements() {
        int offset = reader.position();
        long flags = reader.readU32();
        if (flags > 7) {
            throw reader.malformed("malformed element segment flags", offset);
        }
        boolean active = (flags & 1) == 0;
        boolean explicit = (flags & 2) != 0;
        boolean expressions = (flags & 4) != 0;
        if (active && explicit) {
            reader.readU32();
        }
        if (active) {
            skipExpression();
        }
        if (!active || explicit) {
            skipElementType(expressions);
        }
        int count = reader.readCount(Limits.DEFINITIONS, "elements");
        for (int i = 0; i < count; i++) {
            if (expressions) {
                skipExpression();
            } else {
                reader.readU32();
            }
        }
    }

    private void skipElementType(boolean expressions) {
        if (expressions) {
            types.value();
        } else {
            reader.readByte();
        }
    }

    /** One data segment; bit 0 says passive, bit 1 that a memory is named. */
    void skipData() {
        int offset = reader.position();
        long flags = reader.readU32();
        if (flags > 2) {
            throw reader.malformed("malformed data segment flags", offset);
        }
        if (flags == 2) {
            reader.readU32();
        }
        if (flags != 1) {
            skipExpression();
        }
        skipSized("a data segment");
    }

    /** One function body. */
    void skipBody() {
        skipSized("a function body");
    }

    private void skipSized(String what) {
        reader.readSized(what);
    }

    private void skipExpression() {
        new ConstantExpression(reader).skip();
    }
}
