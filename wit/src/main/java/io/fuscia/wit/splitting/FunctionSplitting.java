package io.fuscia.wit.splitting;

import io.fuscia.wit.splitting.FunctionReader.UnknownInstructionException;
import io.fuscia.wit.splitting.Node.Construct;
import io.fuscia.wit.splitting.Signatures.Signature;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits the large functions of a core module. The result does what the module does, step for step: functions, types and
 * globals keep their numbers, new ones come after them, and nothing of them is exported. A function with instructions
 * that are not known here (vectors, references, exceptions) stays whole.
 */
public final class FunctionSplitting {
    private static final int HEADER = 8;
    private static final int TYPES = 1;
    private static final int IMPORTS = 2;
    private static final int FUNCTIONS = 3;
    private static final int GLOBALS = 6;
    private static final int CODE = 10;

    /** Bytes of WebAssembly that never become more Java bytecode than a method may have to be compiled. */
    private static final int SURELY_SMALL_FACTOR = 12;

    private final byte[] module;
    private final SplittingLimits limits;
    private final List<Section> sections = new ArrayList<>();
    private final List<byte[]> newBodies = new ArrayList<>();
    private Signatures signatures;
    private ValueSlots slots;

    private record Section(int id, int start, int end) {}

    private FunctionSplitting(byte[] module, SplittingLimits limits) {
        this.module = module;
        this.limits = limits;
    }

    /** Splits a valid module's functions where the Java virtual machine needs it. */
    public static byte[] split(byte[] module) {
        return split(module, SplittingLimits.DEFAULT);
    }

    /**
     * Splits a valid module's functions.
     *
     * @return the same bytes if there is nothing to split
     */
    public static byte[] split(byte[] module, SplittingLimits limits) {
        try {
            return new FunctionSplitting(module, limits).run();
        } catch (UnknownInstructionException e) {
            return module;
        }
    }

    private byte[] run() {
        WasmReader reader = new WasmReader(module, HEADER);
        while (!reader.atEnd()) {
            int id = reader.next();
            int size = reader.number();
            sections.add(new Section(id, reader.position(), reader.position() + size));
            reader.skip(size);
        }
        Section code = find(CODE);
        if (code == null || !hasLargeBody(code)) {
            return module;
        }
        readSignatures();
        byte[] bodies = bodies(code);
        return newBodies.isEmpty() ? module : assemble(bodies);
    }

    private Section find(int id) {
        return sections.stream()
                .filter(section -> section.id() == id)
                .findFirst()
                .orElse(null);
    }

    private boolean hasLargeBody(Section code) {
        WasmReader reader = new WasmReader(module, code.start());
        for (int left = reader.number(); left > 0; left--) {
            int size = reader.number();
            if (large(size)) {
                return true;
            }
            reader.skip(size);
        }
        return false;
    }

    private boolean large(int size) {
        return size > limits.function() / SURELY_SMALL_FACTOR;
    }

    private void readSignatures() {
        List<Signature> types = new ArrayList<>();
        WasmReader reader = new WasmReader(module, find(TYPES).start());
        for (int left = reader.number(); left > 0; left--) {
            if (reader.next() != 0x60) {
                throw new UnknownInstructionException("type");
            }
            types.add(new Signature(valueTypes(reader), valueTypes(reader)));
        }
        List<Integer> functions = new ArrayList<>();
        int globals = imports(functions);
        reader.position(find(FUNCTIONS).start());
        for (int left = reader.number(); left > 0; left--) {
            functions.add(reader.number());
        }
        signatures = new Signatures(types, functions);
        Section defined = find(GLOBALS);
        slots = new ValueSlots(globals + (defined == null ? 0 : new WasmReader(module, defined.start()).number()));
    }

    private static List<Integer> valueTypes(WasmReader reader) {
        List<Integer> types = new ArrayList<>();
        for (int left = reader.number(); left > 0; left--) {
            types.add(valueType(reader));
        }
        return List.copyOf(types);
    }

    private static int valueType(WasmReader reader) {
        int type = reader.next();
        if (type == 0x63 || type == 0x64) {
            throw new UnknownInstructionException("reference type");
        }
        return type;
    }

    /** Adds imported functions; returns the number of imported globals. */
    private int imports(List<Integer> functions) {
        Section section = find(IMPORTS);
        if (section == null) {
            return 0;
        }
        int globals = 0;
        WasmReader reader = new WasmReader(module, section.start());
        for (int left = reader.number(); left > 0; left--) {
            reader.skip(reader.number());
            reader.skip(reader.number());
            switch (reader.next()) {
                case 0 -> functions.add(reader.number());
                case 1 -> {
                    valueType(reader);
                    skipLimits(reader);
                }
                case 2 -> skipLimits(reader);
                case 3 -> {
                    valueType(reader);
                    reader.skip(1);
                    globals++;
                }
                default -> {
                    reader.skip(1);
                    reader.skipNumber();
                }
            }
        }
        return globals;
    }

    private static void skipLimits(WasmReader reader) {
        int flags = reader.next();
        reader.skipNumber();
        if ((flags & 1) != 0) {
            reader.skipNumber();
        }
    }

    private byte[] bodies(Section code) {
        WasmWriter target = new WasmWriter();
        WasmReader reader = new WasmReader(module, code.start());
        int count = reader.number();
        int function = signatures.functionCount() - count;
        for (int i = 0; i < count; i++) {
            int size = reader.number();
            int start = reader.position();
            byte[] split = large(size) ? split(start, signatures.function(function + i)) : null;
            if (split == null) {
                target.number(size).raw(module, start, start + size);
            } else {
                target.sized(split);
            }
            reader.position(start + size);
        }
        return target.bytes();
    }

    /** Splits one function; null if it stays. */
    private byte[] split(int start, Signature signature) {
        try {
            FunctionReader reader = new FunctionReader(new WasmReader(module, start), signatures, signature);
            List<Node> body = reader.read();
            if (Construct.sum(body) <= limits.function() || signature.results().size() > 1) {
                return null;
            }
            Outlining outlining = new Outlining(signatures, slots, newBodies, reader.locals(), signature.results());
            if (!new FunctionSplitter(limits, outlining, body).split()) {
                return null;
            }
            WasmWriter target = new WasmWriter();
            List<Integer> own = reader.locals()
                    .subList(signature.parameters().size(), reader.locals().size());
            target.number(own.size());
            own.forEach(type -> target.number(1).raw(type));
            return target.raw(BodyWriter.whole(body)).bytes();
        } catch (UnknownInstructionException | StackOverflowError e) {
            return null;
        }
    }

    private byte[] assemble(byte[] bodies) {
        WasmWriter target = new WasmWriter().raw(module, 0, HEADER);
        boolean globals = false;
        for (Section section : sections) {
            if (!globals && section.id() != 0 && comesAfterGlobals(section.id())) {
                globals = true;
                if (section.id() != GLOBALS) {
                    write(target, GLOBALS, slots.count() == 0 ? null : newGlobals());
                }
            }
            switch (section.id()) {
                case TYPES -> write(target, TYPES, extended(section, signatures.addedTypes(), added()));
                case FUNCTIONS -> write(target, FUNCTIONS, extended(section, newBodies.size(), addedFunctions()));
                case GLOBALS -> write(target, GLOBALS, extended(section, slots.count(), globals()));
                case CODE -> write(target, CODE, code(bodies));
                default ->
                    write(
                            target,
                            section.id(),
                            new WasmWriter()
                                    .raw(module, section.start(), section.end())
                                    .bytes());
            }
        }
        return target.bytes();
    }

    /** Sections are in the order type, import, function, table, memory, tag, global, and everything else. */
    private static boolean comesAfterGlobals(int id) {
        return id >= GLOBALS && id != 13;
    }

    private static void write(WasmWriter target, int id, byte[] content) {
        if (content != null) {
            target.raw(id).sized(content);
        }
    }

    private byte[] extended(Section section, int more, byte[] added) {
        WasmReader reader = new WasmReader(module, section.start());
        int count = reader.number();
        return new WasmWriter()
                .number(count + more)
                .raw(module, reader.position(), section.end())
                .raw(added)
                .bytes();
    }

    private byte[] added() {
        WasmWriter target = new WasmWriter();
        signatures.writeAddedTypes(target);
        return target.bytes();
    }

    private byte[] addedFunctions() {
        WasmWriter target = new WasmWriter();
        for (int i = newBodies.size(); i > 0; i--) {
            target.number(signatures.typeOf(signatures.functionCount() - i));
        }
        return target.bytes();
    }

    private byte[] globals() {
        WasmWriter target = new WasmWriter();
        slots.write(target);
        return target.bytes();
    }

    private byte[] newGlobals() {
        return new WasmWriter().number(slots.count()).raw(globals()).bytes();
    }

    private byte[] code(byte[] bodies) {
        WasmReader reader = new WasmReader(module, find(CODE).start());
        WasmWriter target =
                new WasmWriter().number(reader.number() + newBodies.size()).raw(bodies);
        newBodies.forEach(target::sized);
        return target.bytes();
    }
}
