package io.fuscia.wit.binary;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.model.CoreTypeExpression;
import io.fuscia.wit.types.CoreModuleType;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads core types, of components and of core modules alike.
 *
 * <p>Function types are read in full; of the GC proposal's other types only their extent matters here.
 */
final class CoreTypeReader {
    private static final long WASM_PAGE = 65_536;

    private final ByteReader reader;
    private final Budget budget;

    CoreTypeReader(ByteReader reader, Budget budget) {
        this.reader = reader;
        this.budget = budget;
    }

    /** A core type definition of a component, where 0x50 means a module type and {@code 0x00 0x50} a subtype. */
    CoreTypeExpression read() {
        int code = reader.peek();
        if (code == 0x50) {
            reader.readByte();
            return new CoreTypeExpression.Module(
                    reader.readList(Limits.DEFINITIONS, "module type declarations", this::declaration));
        }
        if (code == 0) {
            reader.readByte();
            int next = reader.peek();
            if (next != 0x50) {
                throw reader.malformed(
                        "invalid leading byte (0x" + Integer.toHexString(next) + ") for non-final sub type");
            }
        }
        return recursive();
    }

    /** A recursion group or a single type, as core modules define them. */
    CoreTypeExpression recursive() {
        if (reader.peek() == 0x4e) {
            reader.readByte();
            return new CoreTypeExpression.Group(
                    reader.readList(Limits.DEFINITIONS, "types of a recursion group", this::member));
        }
        return sub();
    }

    private CoreTypeExpression member() {
        budget.spend(reader);
        return sub();
    }

    private CoreTypeExpression sub() {
        int code = reader.peek();
        if (code == 0x50 || code == 0x4f) {
            reader.readByte();
            reader.readList(1, "supertypes", reader::readIndex);
        }
        return composite();
    }

    private CoreTypeExpression composite() {
        int start = reader.position();
        int code = reader.readByte();
        return switch (code) {
            case 0x60 -> {
                List<CoreTypeExpression.Value> parameters = values("function parameters");
                yield new CoreTypeExpression.Function(parameters, values("function results"));
            }
            case 0x5f -> {
                reader.readList(Limits.PARTS, "struct fields", this::field);
                yield new CoreTypeExpression.Other(reader.since(start));
            }
            case 0x5e -> {
                field();
                yield new CoreTypeExpression.Other(reader.since(start));
            }
            default -> throw reader.invalidLeadingByte(code, "core type");
        };
    }

    private List<CoreTypeExpression.Value> values(String what) {
        return reader.readList(Limits.PARAMETERS, what, this::value);
    }

    private boolean field() {
        int code = reader.peek();
        if (code == 0x78 || code == 0x77) {
            reader.readByte();
        } else {
            value();
        }
        return reader.readFlag();
    }

    CoreTypeExpression.Value value() {
        int code = reader.readByte();
        return switch (code) {
            case 0x7f, 0x7e, 0x7d, 0x7c, 0x7b -> new CoreTypeExpression.Value(code, 0);
            case 0x64, 0x63 -> {
                long heapType = reader.readS33();
                yield new CoreTypeExpression.Value(code, heapType);
            }
            default -> {
                // The short forms of nullable references to abstract heap types.
                if (code < 0x69 || code > 0x74) {
                    throw reader.invalidLeadingByte(code, "core value type");
                }
                yield new CoreTypeExpression.Value(0x63, code - 0x80);
            }
        };
    }

    private CoreTypeExpression.ModuleDeclaration declaration() {
        int offset = budget.spend(reader);
        int kind = reader.readByte();
        return switch (kind) {
            case 0 -> new CoreTypeExpression.ModuleImport(offset, reader.readName(), reader.readName(), extern());
            case 1 -> new CoreTypeExpression.ModuleTypeDefinition(offset, nested());
            case 2 -> alias(offset);
            case 3 -> new CoreTypeExpression.ModuleExport(offset, reader.readName(), extern());
            default -> throw reader.invalidLeadingByte(kind, "type definition");
        };
    }

    /** A type inside a module type; a module type is decoded no further, validation refuses it anyway. */
    private CoreTypeExpression nested() {
        if (reader.peek() == 0x50) {
            throw new InvalidComponentException(
                    "invalid leading byte (0x50): module types cannot nest", reader.position());
        }
        return read();
    }

    private CoreTypeExpression.ModuleDeclaration alias(int offset) {
        int sort = reader.readByte();
        if (sort != 0x10) {
            throw reader.invalidLeadingByte(sort, "outer alias kind");
        }
        int target = reader.readByte();
        if (target != 0x01) {
            throw reader.invalidLeadingByte(target, "outer alias target");
        }
        return new CoreTypeExpression.ModuleOuterAlias(offset, reader.readIndex(), reader.readIndex());
    }

    /** What is imported, or exported from a module type. */
    CoreTypeExpression.CoreExtern extern() {
        int kind = reader.readByte();
        return switch (kind) {
            case 0 -> new CoreTypeExpression.CoreFunctionOfType(reader.readIndex());
            case 1 -> table();
            case 2 -> memory();
            case 3 -> global();
            case 4 -> tag();
            default -> throw reader.invalidLeadingByte(kind, "external kind");
        };
    }

    CoreTypeExpression.CoreTagOfType tag() {
        int attribute = reader.readByte();
        if (attribute != 0) {
            throw reader.invalidLeadingByte(attribute, "tag attribute");
        }
        return new CoreTypeExpression.CoreTagOfType(reader.readIndex());
    }

    CoreTypeExpression.CoreGlobal global() {
        CoreTypeExpression.Value type = value();
        return new CoreTypeExpression.CoreGlobal(type, reader.readFlag());
    }

    CoreTypeExpression.CoreTable table() {
        CoreTypeExpression.Value element = value();
        int flags = reader.readByte();
        if (flags > 7) {
            throw reader.malformed("malformed limits flags", reader.position() - 1);
        }
        return new CoreTypeExpression.CoreTable(element, limits(flags));
    }

    CoreTypeExpression.CoreMemory memory() {
        int flags = reader.readByte();
        if (flags > 15) {
            throw reader.malformed("malformed limits flags", reader.position() - 1);
        }
        CoreModuleType.Limits limits = limits(flags);
        if ((flags & 8) == 0) {
            return new CoreTypeExpression.CoreMemory(limits, WASM_PAGE);
        }
        long exponent = reader.readU32();
        if (exponent != 0 && exponent != 16) {
            throw reader.malformed("invalid custom page size");
        }
        return new CoreTypeExpression.CoreMemory(limits, 1L << exponent);
    }

    private CoreModuleType.Limits limits(int flags) {
        boolean wide = (flags & 4) != 0;
        long minimum = wide ? reader.readU64() : reader.readU32();
        OptionalLong maximum =
                (flags & 1) == 0 ? OptionalLong.empty() : OptionalLong.of(wide ? reader.readU64() : reader.readU32());
        return new CoreModuleType.Limits(minimum, maximum, (flags & 2) != 0, wide);
    }
}
