package io.fuscia.wit.binary;

/** Steps over a core constant expression; whether it is one is for the core validator to say. */
final class ConstantExpression {
    private final ByteReader reader;

    ConstantExpression(ByteReader reader) {
        this.reader = reader;
    }

    void skip() {
        for (int opcode = reader.readByte(); opcode != 0x0b; opcode = reader.readByte()) {
            switch (opcode) {
                case 0x41, 0x42 -> skipLeb();
                case 0x43 -> reader.skip(4);
                case 0x44 -> reader.skip(8);
                case 0x23, 0xd2 -> reader.readU32();
                case 0xd0 -> reader.readS33();
                case 0xfb -> aggregate();
                case 0xfd -> vector();
                case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e -> {
                    // Arithmetic has no immediates.
                }
                default ->
                    throw reader.malformed(
                            "illegal opcode 0x" + Integer.toHexString(opcode) + " in a constant expression");
            }
        }
    }

    private void aggregate() {
        int opcode = (int) reader.readU32();
        switch (opcode) {
            case 0, 1, 6, 7 -> reader.readU32();
            case 8 -> {
                reader.readU32();
                reader.readU32();
            }
            case 26, 27, 28 -> {
                // Conversions have no immediates.
            }
            default -> throw reader.malformed("illegal opcode 0xfb " + opcode + " in a constant expression");
        }
    }

    private void vector() {
        long opcode = reader.readU32();
        if (opcode != 12) {
            throw reader.malformed("illegal opcode 0xfd " + opcode + " in a constant expression");
        }
        reader.skip(16);
    }

    private void skipLeb() {
        for (int i = 0; i < 10; i++) {
            if ((reader.readByte() & 0x80) == 0) {
                return;
            }
        }
        throw reader.malformed("integer representation too long");
    }
}
