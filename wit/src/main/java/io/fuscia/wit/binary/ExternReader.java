package io.fuscia.wit.binary;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.model.ExternDescription;
import io.fuscia.wit.model.ExternName;
import io.fuscia.wit.model.Sort;
import io.fuscia.wit.model.SortIndex;
import io.fuscia.wit.model.ValueTypeReference;
import io.fuscia.wit.types.PrimitiveType;
import java.util.List;
import java.util.Optional;

/** Reads what imports, exports and aliases share: names, sorts, descriptions, value type references. */
final class ExternReader {
    private static final List<String> ATTRIBUTES = List.of("implements", "version-suffix", "external-id");
    private static final PrimitiveType[] PRIMITIVES = {
        PrimitiveType.BOOL,
        PrimitiveType.S8,
        PrimitiveType.U8,
        PrimitiveType.S16,
        PrimitiveType.U16,
        PrimitiveType.S32,
        PrimitiveType.U32,
        PrimitiveType.S64,
        PrimitiveType.U64,
        PrimitiveType.F32,
        PrimitiveType.F64,
        PrimitiveType.CHAR,
        PrimitiveType.STRING
    };

    private final ByteReader reader;

    ExternReader(ByteReader reader) {
        this.reader = reader;
    }

    ExternName name() {
        int kind = reader.readByte();
        return switch (kind) {
            // 0x01 once marked interface names and still means the same as 0x00.
            case 0, 1 -> ExternName.plain(reader.readName());
            case 2 -> withAttributes(reader.readName());
            default -> throw reader.invalidLeadingByte(kind, "component name");
        };
    }

    private ExternName withAttributes(String name) {
        String[] values = new String[ATTRIBUTES.size()];
        int count = reader.readCount(Limits.PARTS, "name attributes");
        for (int i = 0; i < count; i++) {
            int offset = reader.position();
            int kind = reader.readByte();
            if (kind >= values.length) {
                throw reader.invalidLeadingByte(kind, "name option");
            }
            if (values[kind] != null) {
                throw new InvalidComponentException(
                        "duplicate '" + ATTRIBUTES.get(kind) + "' option in name `" + name + "`", offset);
            }
            values[kind] = reader.readName();
        }
        return new ExternName(
                name, Optional.ofNullable(values[0]), Optional.ofNullable(values[1]), Optional.ofNullable(values[2]));
    }

    /** A sort that an export, argument or alias of an instance may have: of the core sorts only modules. */
    Sort sort() {
        int kind = reader.readByte();
        if (kind == 0) {
            int core = reader.readByte();
            if (core != 0x11) {
                throw reader.invalidLeadingByte(core, "component external kind");
            }
            return Sort.CORE_MODULE;
        }
        return switch (kind) {
            case 1 -> Sort.FUNCTION;
            case 2 -> Sort.VALUE;
            case 3 -> Sort.TYPE;
            case 4 -> Sort.COMPONENT;
            case 5 -> Sort.INSTANCE;
            default -> throw reader.invalidLeadingByte(kind, "component external kind");
        };
    }

    SortIndex sortIndex() {
        Sort sort = sort();
        return new SortIndex(sort, reader.readIndex());
    }

    /** A sort that core instances export. */
    static Sort coreExportSort(ByteReader reader, int kind) {
        return switch (kind) {
            case 0 -> Sort.CORE_FUNCTION;
            case 1 -> Sort.CORE_TABLE;
            case 2 -> Sort.CORE_MEMORY;
            case 3 -> Sort.CORE_GLOBAL;
            case 4 -> Sort.CORE_TAG;
            default -> throw reader.invalidLeadingByte(kind, "external kind");
        };
    }

    SortIndex coreExportIndex() {
        Sort sort = coreExportSort(reader, reader.readByte());
        return new SortIndex(sort, reader.readIndex());
    }

    ExternDescription description() {
        int offset = reader.position();
        Sort sort = sort();
        return switch (sort) {
            case CORE_MODULE -> new ExternDescription.OfCoreModule(reader.readIndex());
            case FUNCTION -> new ExternDescription.OfFunction(reader.readIndex());
            case VALUE -> valueBound();
            case TYPE -> typeBound();
            case COMPONENT -> new ExternDescription.OfComponent(reader.readIndex());
            case INSTANCE -> new ExternDescription.OfInstance(reader.readIndex());
            case CORE_FUNCTION, CORE_TABLE, CORE_MEMORY, CORE_GLOBAL, CORE_TAG, CORE_TYPE, CORE_INSTANCE ->
                throw reader.malformed("invalid component external kind " + sort.label(), offset);
        };
    }

    private ExternDescription valueBound() {
        int kind = reader.readByte();
        return switch (kind) {
            case 0 -> new ExternDescription.OfEqualValue(reader.readIndex());
            case 1 -> new ExternDescription.OfValue(valueType());
            default -> throw reader.invalidLeadingByte(kind, "value bound");
        };
    }

    private ExternDescription typeBound() {
        int kind = reader.readByte();
        return switch (kind) {
            case 0 -> new ExternDescription.OfEqualType(reader.readIndex());
            case 1 -> new ExternDescription.OfResource();
            default -> throw reader.invalidLeadingByte(kind, "type bound");
        };
    }

    /** The primitive type with this code, or empty. */
    static Optional<PrimitiveType> primitive(int code) {
        if (code == 0x64) {
            return Optional.of(PrimitiveType.ERROR_CONTEXT);
        }
        int position = 0x7f - code;
        return position >= 0 && position < PRIMITIVES.length ? Optional.of(PRIMITIVES[position]) : Optional.empty();
    }

    ValueTypeReference valueType() {
        int offset = reader.position();
        Optional<PrimitiveType> primitive = primitive(reader.peek());
        if (primitive.isPresent()) {
            reader.readByte();
            return new ValueTypeReference.Primitive(primitive.get());
        }
        long index = reader.readS33();
        if (index < 0) {
            throw reader.malformed("invalid value type " + index, offset);
        }
        return new ValueTypeReference.Indexed((int) Math.min(index, Integer.MAX_VALUE));
    }

    Optional<ValueTypeReference> optionalValueType() {
        int present = reader.readByte();
        return switch (present) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(valueType());
            default -> throw reader.invalidLeadingByte(present, "optional component value type");
        };
    }

    /** The result of a function type; several named results are a thing of the past. */
    Optional<ValueTypeReference> result() {
        int kind = reader.readByte();
        return switch (kind) {
            case 0 -> Optional.of(valueType());
            case 1 -> {
                int count = reader.readByte();
                if (count != 0) {
                    throw reader.invalidLeadingByte(count, "number of results");
                }
                yield Optional.empty();
            }
            default -> throw reader.invalidLeadingByte(kind, "component function results");
        };
    }
}
