package io.fuscia.wit.splitting;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A valid core module made by chance: one memory {@code m}, globals {@code fuel}, {@code g}, {@code h} and a function
 * {@code f} of (i32, i64, f64) full of nested blocks, loops, branches and tables. It always ends: loops take fuel, and trap
 * without.
 */
final class RandomModule {
    private static final int[] TYPES = {Signatures.I32, Signatures.I64, Signatures.F32, Signatures.F64};
    private static final int[] PARAMETERS = {Signatures.I32, Signatures.I64, Signatures.F64};
    private static final int VOID = 0x40;
    private static final int FUNCTION_LABEL = -1;

    private final Random random;
    private final WasmWriter out = new WasmWriter();
    private final List<Integer> locals = new ArrayList<>();
    private final int result;
    private final List<Integer> labels = new ArrayList<>();
    private int budget;

    RandomModule(long seed) {
        random = new Random(seed);
        for (int type : PARAMETERS) {
            locals.add(type);
        }
        for (int count = 1 + random.nextInt(16); count > 0; count--) {
            locals.add(TYPES[random.nextInt(TYPES.length)]);
        }
        int chosen = random.nextInt(TYPES.length + 1);
        result = chosen == TYPES.length ? VOID : TYPES[chosen];
        budget = 60 + random.nextInt(500);
    }

    /** Returns whether {@code f} returns 64 bits. */
    boolean returnsWide() {
        return result == Signatures.I64 || result == Signatures.F64;
    }

    /** Makes the module, once. */
    byte[] bytes() {
        WasmWriter module = new WasmWriter().raw(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        WasmWriter types = new WasmWriter().number(2).raw(0x60).number(PARAMETERS.length);
        for (int type : PARAMETERS) {
            types.raw(type);
        }
        types.number(result == VOID ? 0 : 1);
        if (result != VOID) {
            types.raw(result);
        }
        types.raw(0x60).number(1).raw(Signatures.I32).number(1).raw(Signatures.I32);
        section(module, 1, types);
        section(module, 3, new WasmWriter().number(2).number(0).number(1));
        section(module, 5, new WasmWriter().number(1).raw(0).number(1));
        section(
                module,
                6,
                new WasmWriter()
                        .number(3)
                        .raw(new byte[] {Signatures.I32, 1, 0x41, 50, 0x0b})
                        .raw(new byte[] {Signatures.I32, 1, 0x41, 7, 0x0b})
                        .raw(new byte[] {Signatures.I64, 1, 0x42, 9, 0x0b}));
        WasmWriter exports = new WasmWriter().number(4);
        export(exports, "f", 0, 0);
        export(exports, "m", 2, 0);
        export(exports, "g", 3, 1);
        export(exports, "h", 3, 2);
        section(module, 7, exports);
        WasmWriter helper = new WasmWriter().number(0).raw(new byte[] {0x20, 0, 0x41, 3, 0x6c, 0x0b});
        section(module, 10, new WasmWriter().number(2).sized(body()).sized(helper.bytes()));
        return module.bytes();
    }

    private static void section(WasmWriter module, int id, WasmWriter content) {
        module.raw(id).sized(content.bytes());
    }

    private static void export(WasmWriter exports, String name, int kind, int index) {
        exports.sized(name.getBytes(StandardCharsets.UTF_8)).raw(kind).number(index);
    }

    private byte[] body() {
        out.number(locals.size() - PARAMETERS.length);
        for (int type : locals.subList(PARAMETERS.length, locals.size())) {
            out.number(1).raw(type);
        }
        while (budget > 0) {
            statement(0);
        }
        if (result != VOID) {
            expression(result, 2);
        }
        return out.raw(0x0b).bytes();
    }

    private void statements(int depth) {
        for (int count = random.nextInt(7); count > 0; count--) {
            statement(depth);
        }
    }

    private void statement(int depth) {
        budget--;
        int kind = random.nextInt(budget > 0 && depth < 8 ? 20 : 9);
        switch (kind) {
            case 0, 1, 2, 3 -> setLocal();
            case 4 -> {
                address();
                expression(Signatures.I32, 2);
                out.raw(0x36).number(2).number(random.nextInt(64));
            }
            case 5 -> {
                expression(Signatures.I32, 2);
                out.raw(0x24).number(1);
            }
            case 6 -> {
                expression(Signatures.I64, 2);
                out.raw(0x24).number(2);
            }
            case 7 -> {
                expression(TYPES[random.nextInt(4)], 2);
                out.raw(0x1a);
            }
            case 8 -> out.raw(0x01);
            case 9, 10 -> block(0x02, depth);
            case 11, 12 -> block(0x03, depth);
            case 13, 14 -> condition(depth);
            case 15, 16 -> branchIf();
            case 17 -> table(depth);
            case 18 -> leave(depth);
            default -> valueBlock(depth);
        }
    }

    private void setLocal() {
        int local = random.nextInt(locals.size());
        expression(locals.get(local), 3);
        out.raw(0x21).number(local);
    }

    private void block(int opcode, int depth) {
        out.raw(opcode).raw(VOID);
        labels.add(VOID);
        if (opcode == 0x03) {
            // fuel = fuel - 1; without fuel the function traps.
            out.raw(new byte[] {0x23, 0, 0x45, 0x04, VOID, 0x00, 0x0b, 0x23, 0, 0x41, 1, 0x6b, 0x24, 0});
        }
        statements(depth + 1);
        labels.remove(labels.size() - 1);
        out.raw(0x0b);
    }

    private void condition(int depth) {
        expression(Signatures.I32, 2);
        out.raw(0x04).raw(VOID);
        labels.add(VOID);
        statements(depth + 1);
        if (random.nextBoolean()) {
            out.raw(0x05);
            statements(depth + 1);
        }
        labels.remove(labels.size() - 1);
        out.raw(0x0b);
    }

    /** A block with a result, left by its end or by a branch with an operand. */
    private void valueBlock(int depth) {
        int local = random.nextInt(locals.size());
        int type = locals.get(local);
        out.raw(0x02).raw(type);
        labels.add(type);
        statements(depth + 1);
        if (random.nextBoolean()) {
            expression(Signatures.I32, 1);
            out.raw(0x04).raw(VOID);
            expression(type, 1);
            out.raw(0x0c).number(1);
            out.raw(0x0b);
        }
        expression(type, 2);
        if (random.nextBoolean()) {
            expression(Signatures.I32, 2);
            out.raw(0x0d).number(0);
        }
        if (random.nextInt(4) == 0) {
            expression(Signatures.I32, 2);
            out.raw(0x0e).number(2).number(0).number(0).number(0);
        }
        if (type == result && random.nextBoolean()) {
            expression(Signatures.I32, 2);
            out.raw(0x0d).number(labels.size());
        }
        labels.remove(labels.size() - 1);
        out.raw(0x0b);
        out.raw(0x21).number(local);
    }

    /** Labels that branches without operands may go to; {@link #FUNCTION_LABEL} is the function's. */
    private List<Integer> plainLabels() {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(labels.size() - 1 - i) == VOID) {
                found.add(i);
            }
        }
        if (result == VOID) {
            found.add(FUNCTION_LABEL);
        }
        return found;
    }

    private int label(List<Integer> from) {
        int chosen = from.get(random.nextInt(from.size()));
        return chosen == FUNCTION_LABEL ? labels.size() : chosen;
    }

    private void branchIf() {
        List<Integer> possible = plainLabels();
        if (!possible.isEmpty()) {
            expression(Signatures.I32, 2);
            out.raw(0x0d).number(label(possible));
        }
    }

    private void table(int depth) {
        List<Integer> possible = plainLabels();
        if (!possible.isEmpty()) {
            out.raw(0x02).raw(VOID);
            labels.add(VOID);
            possible = plainLabels();
            expression(Signatures.I32, 2);
            int count = random.nextInt(6);
            out.raw(0x0e).number(count);
            for (int i = 0; i <= count; i++) {
                out.number(label(possible));
            }
            if (random.nextBoolean()) {
                statements(depth + 1);
            }
            labels.remove(labels.size() - 1);
            out.raw(0x0b);
        }
    }

    /** Under a condition: a branch, a return or a trap, and sometimes what is never reached. */
    private void leave(int depth) {
        expression(Signatures.I32, 2);
        out.raw(0x04).raw(VOID);
        labels.add(VOID);
        List<Integer> possible = plainLabels();
        switch (random.nextInt(8)) {
            case 0 -> out.raw(0x00);
            case 1, 2 -> {
                if (result != VOID) {
                    expression(result, 1);
                }
                if (random.nextBoolean()) {
                    out.raw(0x0f);
                } else {
                    out.raw(0x0c).number(labels.size());
                }
            }
            default -> out.raw(0x0c).number(label(possible));
        }
        if (random.nextInt(4) == 0) {
            statements(depth + 1);
        }
        labels.remove(labels.size() - 1);
        out.raw(0x0b);
    }

    private void address() {
        expression(Signatures.I32, 2);
        // Mostly inside the memory.
        if (random.nextInt(40) > 0) {
            out.raw(new byte[] {0x41, (byte) 0xfc, (byte) 0xff, 0x00, 0x71});
        }
    }

    private void expression(int type, int depth) {
        int kind = depth == 0 ? random.nextInt(2) : random.nextInt(8);
        switch (kind) {
            case 0 -> constant(type);
            case 1, 2 -> read(type, depth);
            case 3 -> load(type, depth);
            case 4 -> {
                expression(type, depth - 1);
                expression(type, depth - 1);
                expression(Signatures.I32, depth - 1);
                out.raw(0x1b);
            }
            case 5 -> convert(type, depth);
            default -> {
                expression(type, depth - 1);
                expression(type, depth - 1);
                out.raw(binary(type));
            }
        }
    }

    private int binary(int type) {
        int[] operators =
                switch (type) {
                    case Signatures.I32 -> new int[] {0x6a, 0x6b, 0x6c, 0x71, 0x73, 0x74, 0x6d, 0x48, 0x46};
                    case Signatures.I64 -> new int[] {0x7c, 0x7d, 0x7e, 0x83, 0x85, 0x86, 0x80};
                    case Signatures.F32 -> new int[] {0x92, 0x93, 0x94, 0x96};
                    default -> new int[] {0xa0, 0xa1, 0xa2, 0xa4};
                };
        return operators[random.nextInt(operators.length)];
    }

    private void constant(int type) {
        switch (type) {
            case Signatures.I32 -> out.raw(0x41).signed(random.nextInt(1000));
            case Signatures.I64 -> out.raw(0x42).signed(random.nextInt(100_000));
            case Signatures.F32 -> out.raw(0x43).raw(new byte[] {0, 0, (byte) random.nextInt(), 0x40});
            default -> out.raw(0x44).raw(new byte[] {0, 0, 0, 0, 0, 0, (byte) random.nextInt(), 0x40});
        }
    }

    private void read(int type, int depth) {
        List<Integer> fitting = new ArrayList<>();
        for (int i = 0; i < locals.size(); i++) {
            if (locals.get(i) == type) {
                fitting.add(i);
            }
        }
        if (fitting.isEmpty()) {
            constant(type);
        } else if (depth > 0 && random.nextInt(5) == 0) {
            expression(type, depth - 1);
            out.raw(0x22).number(fitting.get(random.nextInt(fitting.size())));
        } else {
            out.raw(0x20).number(fitting.get(random.nextInt(fitting.size())));
        }
    }

    private void load(int type, int depth) {
        expression(Signatures.I32, depth - 1);
        out.raw(new byte[] {0x41, (byte) 0xf8, (byte) 0xff, 0x00, 0x71});
        out.raw(0x28 + (Signatures.I32 - type)).number(0).number(random.nextInt(8));
    }

    private void convert(int type, int depth) {
        switch (type) {
            case Signatures.I32 -> {
                if (random.nextBoolean()) {
                    expression(Signatures.I64, depth - 1);
                    out.raw(0xa7);
                } else {
                    expression(Signatures.I32, depth - 1);
                    out.raw(0x10).number(1);
                }
            }
            case Signatures.I64 -> {
                expression(Signatures.I32, depth - 1);
                out.raw(0xac);
            }
            case Signatures.F32 -> {
                expression(Signatures.I32, depth - 1);
                out.raw(0xb2);
            }
            default -> {
                expression(Signatures.F32, depth - 1);
                out.raw(0xbb);
            }
        }
    }
}
