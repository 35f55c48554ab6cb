package io.fuscia.wit.binary;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.MalformedComponentException;
import io.fuscia.wit.model.ByteRange;
import io.fuscia.wit.model.CoreTypeExpression;
import io.fuscia.wit.types.CoreFunctionType;
import io.fuscia.wit.types.CoreModuleType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what an embedded core module imports and exports; the rest is only stepped over, with an eye on its sizes.
 * Chicory's own parser drops types here and refuses some names, so it judges only the code.
 */
public final class CoreModuleDecoder {
    /** The position of each section id in the order that the core format prescribes. */
    private static final int[] ORDER = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6};

    private final ByteReader module;
    private final Budget budget = new Budget();
    private final List<Optional<CoreFunctionType>> types = new ArrayList<>();
    private final List<CoreFunctionType> functions = new ArrayList<>();
    private final List<CoreModuleType.Table> tables = new ArrayList<>();
    private final List<CoreModuleType.Memory> memories = new ArrayList<>();
    private final List<CoreModuleType.Global> globals = new ArrayList<>();
    private final List<CoreModuleType.Tag> tags = new ArrayList<>();
    private final List<CoreModuleType.CoreImport> imports = new ArrayList<>();
    private final Map<String, CoreModuleType.CoreExternType> exports = new LinkedHashMap<>();

    private CoreModuleDecoder(byte[] bytes, int start, int end) {
        this.module = new ByteReader(bytes, start, end);
    }

    /**
     * The imports and exports of a core module.
     *
     * @throws MalformedComponentException when sections cannot be told apart or are out of order
     * @throws InvalidComponentException when an index refers to nothing or an export name repeats
     */
    public static CoreModuleType decode(ByteRange module) {
        CoreModuleDecoder decoder = new CoreModuleDecoder(module.source(), module.start(), module.end());
        decoder.sections();
        return new CoreModuleType(decoder.imports, decoder.exports);
    }

    private void sections() {
        Preamble.expect(module, Preamble.MODULE, false);
        int last = 0;
        while (!module.atEnd()) {
            int offset = module.position();
            int id = module.readByte();
            if (id >= ORDER.length) {
                throw module.malformed("malformed section id " + id, offset);
            }
            if (id != 0) {
                if (ORDER[id] <= last) {
                    throw module.malformed("section out of order", offset);
                }
                last = ORDER[id];
            }
            section(id, module.readSized("a section"));
        }
    }

    private void section(int id, ByteReader section) {
        CoreTypeReader type = new CoreTypeReader(section, budget);
        SegmentReader segments = new SegmentReader(section, type);
        switch (id) {
            case 0 -> section.readName();
            case 1 -> items(section, () -> define(type.recursive()));
            case 2 -> items(section, () -> importItem(section, type));
            case 3 -> items(section, () -> functions.add(function(section.readIndex(), section)));
            case 4 -> items(section, () -> table(section, type));
            case 5 -> items(section, () -> memories.add((CoreModuleType.Memory) resolve(type.memory(), section)));
            case 6 ->
                items(section, () -> {
                    globals.add((CoreModuleType.Global) resolve(type.global(), section));
                    new ConstantExpression(section).skip();
                });
            case 7 -> items(section, () -> export(section));
            case 9 -> items(section, segments::skipElements);
            case 10 -> items(section, segments::skipBody);
            case 11 -> items(section, segments::skipData);
            case 13 -> items(section, () -> tags.add((CoreModuleType.Tag) resolve(type.tag(), section)));
            default -> section.rest();
        }
        if (id != 0) {
            section.expectEnd("core section " + id);
        }
    }

    private void items(ByteReader section, Runnable item) {
        int count = section.readCount(Limits.DEFINITIONS, "core definitions");
        for (int i = 0; i < count; i++) {
            budget.spend(section);
            item.run();
        }
    }

    private void define(CoreTypeExpression type) {
        if (type instanceof CoreTypeExpression.Group group) {
            group.members().forEach(this::define);
        } else if (type instanceof CoreTypeExpression.Function function) {
            types.add(Optional.of(CoreTypes.function(function)));
        } else {
            types.add(Optional.empty());
        }
    }

    private void table(ByteReader section, CoreTypeReader type) {
        boolean initialised = section.peek() == 0x40;
        if (initialised) {
            section.skip(2);
        }
        tables.add((CoreModuleType.Table) resolve(type.table(), section));
        if (initialised) {
            new ConstantExpression(section).skip();
        }
    }

    private void importItem(ByteReader section, CoreTypeReader type) {
        String from = section.readName();
        String name = section.readName();
        CoreModuleType.CoreExternType resolved = resolve(type.extern(), section);
        imports.add(new CoreModuleType.CoreImport(from, name, resolved));
        if (resolved instanceof CoreFunctionType function) {
            functions.add(function);
        } else if (resolved instanceof CoreModuleType.Table table) {
            tables.add(table);
        } else if (resolved instanceof CoreModuleType.Memory memory) {
            memories.add(memory);
        } else if (resolved instanceof CoreModuleType.Global global) {
            globals.add(global);
        } else if (resolved instanceof CoreModuleType.Tag tag) {
            tags.add(tag);
        }
    }

    private void export(ByteReader section) {
        int offset = section.position();
        String name = section.readName();
        int kind = section.readByte();
        int index = section.readIndex();
        CoreModuleType.CoreExternType type =
                switch (kind) {
                    case 0 -> entry(functions, index, "function", offset);
                    case 1 -> entry(tables, index, "table", offset);
                    case 2 -> entry(memories, index, "memory", offset);
                    case 3 -> entry(globals, index, "global", offset);
                    case 4 -> entry(tags, index, "tag", offset);
                    default -> throw section.invalidLeadingByte(kind, "external kind");
                };
        if (exports.put(name, type) != null) {
            throw new InvalidComponentException("duplicate export name `" + name + "` in a core module", offset);
        }
    }

    private CoreModuleType.CoreExternType resolve(CoreTypeExpression.CoreExtern type, ByteReader section) {
        return CoreTypes.extern(type, index -> function(index, section));
    }

    private CoreFunctionType function(int index, ByteReader section) {
        return entry(types, index, "type", section.position())
                .orElseThrow(() -> new InvalidComponentException(
                        "core type " + index + " is not a function type", section.position()));
    }

    private static <T> T entry(List<T> space, int index, String what, int offset) {
        if (index >= space.size()) {
            throw new InvalidComponentException(
                    "unknown " + what + " " + index + ": " + what + " index out of bounds", offset);
        }
        return space.get(index);
    }
}
