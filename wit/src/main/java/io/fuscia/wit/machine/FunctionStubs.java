package io.fuscia.wit.machine;

import java.io.ByteArrayOutputStream;
import java.util.function.IntPredicate;

/**
 * Empties function bodies that are compiled: parsed instructions are of use to the interpreter only. Short bodies stay,
 * for linking looks into them (see {@link ModuleShape}).
 */
final class FunctionStubs {
    private static final int HEADER = 8;
    private static final int CODE_SECTION = 10;
    private static final int SHORT_BODY = 256;

    /** No locals, unreachable, end: valid for every type. */
    private static final byte[] STUB = {3, 0, 0, 0x0b};

    private final byte[] source;
    private int at = HEADER;

    private FunctionStubs(byte[] source) {
        this.source = source;
    }

    /**
     * Returns a valid module with stubs in place of bodies.
     *
     * @param unused tells by its index among the bodies which is not needed
     */
    static byte[] leaveOut(byte[] module, IntPredicate unused) {
        return new FunctionStubs(module).run(unused);
    }

    private byte[] run(IntPredicate unused) {
        ByteArrayOutputStream target = new ByteArrayOutputStream(source.length);
        target.write(source, 0, HEADER);
        while (at < source.length) {
            int start = at;
            int id = source[at++];
            int end = leb();
            end += at;
            if (id == CODE_SECTION) {
                byte[] section = code(unused);
                target.write(CODE_SECTION);
                ModuleRewriting.writeLeb(target, section.length);
                target.writeBytes(section);
            } else {
                target.write(source, start, end - start);
            }
            at = end;
        }
        return target.toByteArray();
    }

    private byte[] code(IntPredicate unused) {
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        int count = leb();
        ModuleRewriting.writeLeb(section, count);
        for (int body = 0; body < count; body++) {
            int start = at;
            int size = leb();
            at += size;
            if (size > SHORT_BODY && unused.test(body)) {
                section.writeBytes(STUB);
            } else {
                section.write(source, start, at - start);
            }
        }
        return section.toByteArray();
    }

    private int leb() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = source[at++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
