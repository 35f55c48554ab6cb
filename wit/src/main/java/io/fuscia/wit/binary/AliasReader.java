package io.fuscia.wit.binary;

import io.fuscia.wit.model.Declaration;
import io.fuscia.wit.model.Definition;
import io.fuscia.wit.model.Sort;

/** Reads aliases; which sorts are allowed depends on the target, which comes after the sort. */
final class AliasReader {
    private final ByteReader reader;

    AliasReader(ByteReader reader) {
        this.reader = reader;
    }

    Definition read(int offset) {
        return (Definition) readDeclaration(offset);
    }

    Declaration readDeclaration(int offset) {
        int kind = reader.readByte();
        int core = kind == 0 ? reader.readByte() : -1;
        int sortEnd = reader.position();
        int target = reader.readByte();
        return switch (target) {
            case 0 ->
                new Definition.ExportAlias(
                        offset, exportSort(kind, core, sortEnd), reader.readIndex(), reader.readName());
            case 1 ->
                new Definition.CoreExportAlias(
                        offset, coreSort(kind, core, sortEnd), reader.readIndex(), reader.readName());
            case 2 ->
                new Definition.OuterAlias(
                        offset, outerSort(kind, core, sortEnd), reader.readIndex(), reader.readIndex());
            default -> throw reader.invalidLeadingByte(target, "alias");
        };
    }

    private Sort exportSort(int kind, int core, int end) {
        return switch (kind) {
            case 0 -> {
                if (core != 0x11) {
                    throw invalid(core, "component external kind", end);
                }
                yield Sort.CORE_MODULE;
            }
            case 1 -> Sort.FUNCTION;
            case 2 -> Sort.VALUE;
            case 3 -> Sort.TYPE;
            case 4 -> Sort.COMPONENT;
            case 5 -> Sort.INSTANCE;
            default -> throw invalid(kind, "component external kind", end);
        };
    }

    private Sort coreSort(int kind, int core, int end) {
        if (kind != 0) {
            throw invalid(kind, "core instance export kind", end);
        }
        if (core > 4) {
            throw invalid(core, "core instance export kind", end);
        }
        return ExternReader.coreExportSort(reader, core);
    }

    private Sort outerSort(int kind, int core, int end) {
        if (kind == 0) {
            return switch (core) {
                case 0x10 -> Sort.CORE_TYPE;
                case 0x11 -> Sort.CORE_MODULE;
                default -> throw invalid(core, "component outer alias kind", end);
            };
        }
        return switch (kind) {
            case 3 -> Sort.TYPE;
            case 4 -> Sort.COMPONENT;
            default -> throw invalid(kind, "component outer alias kind", end);
        };
    }

    private RuntimeException invalid(int value, String what, int end) {
        return reader.malformed("invalid leading byte (0x" + Integer.toHexString(value) + ") for " + what, end - 1);
    }
}
