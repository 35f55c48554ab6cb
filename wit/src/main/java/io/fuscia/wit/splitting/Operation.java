package io.fuscia.wit.splitting;

/**
 * What an instruction without labels, locals and functions does to the operand stack. Anchor: WebAssembly 2.0, appendix
 * "Index of Instructions", without vectors.
 *
 * @param weight roughly its bytes of Java bytecode
 */
record Operation(int pops, int pushes, int weight) {
    private static final Operation CONSTANT = new Operation(0, 1, 3);
    private static final Operation LOAD = new Operation(1, 1, 9);
    private static final Operation STORE = new Operation(2, 0, 9);
    private static final Operation UNARY = new Operation(1, 1, 3);
    private static final Operation BINARY = new Operation(2, 1, 3);

    /**
     * Reads the immediates of an instruction.
     *
     * @return null if it is not known here
     */
    static Operation of(int opcode, WasmReader reader) {
        if (opcode >= 0x28 && opcode <= 0x3e) {
            int alignment = reader.number();
            if ((alignment & 0x40) != 0) {
                // A memory of its own.
                reader.skipNumber();
            }
            reader.skipNumber();
            return opcode <= 0x35 ? LOAD : STORE;
        }
        if (opcode >= 0x45 && opcode <= 0xc4) {
            return numeric(opcode);
        }
        return switch (opcode) {
            case 0x00 -> new Operation(0, 0, 6);
            case 0x01 -> new Operation(0, 0, 0);
            case 0x1a -> new Operation(1, 0, 1);
            case 0x1b -> new Operation(3, 1, 12);
            case 0x1c -> {
                for (int types = reader.number(); types > 0; types--) {
                    reader.skip(1);
                }
                yield new Operation(3, 1, 12);
            }
            case 0x23 -> index(reader, new Operation(0, 1, 9));
            case 0x24 -> index(reader, new Operation(1, 0, 9));
            case 0x25 -> index(reader, new Operation(1, 1, 9));
            case 0x26 -> index(reader, new Operation(2, 0, 9));
            case 0x3f -> index(reader, new Operation(0, 1, 6));
            case 0x40 -> index(reader, new Operation(1, 1, 6));
            case 0x41, 0x42 -> index(reader, CONSTANT);
            case 0x43 -> bytes(reader, 4);
            case 0x44 -> bytes(reader, 8);
            case 0xd1 -> UNARY;
            case 0xd2 -> index(reader, CONSTANT);
            case 0xfc -> prefixed(reader);
            default -> null;
        };
    }

    private static Operation index(WasmReader reader, Operation operation) {
        reader.skipNumber();
        return operation;
    }

    private static Operation bytes(WasmReader reader, int count) {
        reader.skip(count);
        return CONSTANT;
    }

    private static Operation numeric(int opcode) {
        boolean unary = opcode == 0x45
                || opcode == 0x50
                || (opcode >= 0x67 && opcode <= 0x69)
                || (opcode >= 0x79 && opcode <= 0x7b)
                || (opcode >= 0x8b && opcode <= 0x91)
                || (opcode >= 0x99 && opcode <= 0x9f)
                || opcode >= 0xa7;
        return unary ? UNARY : BINARY;
    }

    private static Operation prefixed(WasmReader reader) {
        int opcode = reader.number();
        if (opcode <= 7) {
            return UNARY;
        }
        return switch (opcode) {
            case 8, 10, 12, 14 -> {
                reader.skipNumber();
                reader.skipNumber();
                yield new Operation(3, 0, 9);
            }
            case 9, 13 -> index(reader, new Operation(0, 0, 9));
            case 11, 17 -> index(reader, new Operation(3, 0, 9));
            case 15 -> index(reader, new Operation(2, 1, 9));
            case 16 -> index(reader, new Operation(0, 1, 9));
            default -> null;
        };
    }
}
