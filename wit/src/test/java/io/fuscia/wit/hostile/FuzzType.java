package io.fuscia.wit.hostile;

import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.abi.VariantValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A component value type as a fuzzer chose it: its encoding in the type section, its flat form and values of it. Written
 * from the specification and not from the code under test.
 *
 * @param kind which type constructor
 * @param parts element, fields, payloads (null: none)
 * @param reference how other types refer to it: a primitive's code or the number of a type
 * @param count length of a fixed list, labels of an enum or of flags
 */
record FuzzType(Kind kind, List<FuzzType> parts, int reference, int count) {
    enum Kind {
        BOOL(0x7f),
        S8(0x7e),
        U8(0x7d),
        S16(0x7c),
        U16(0x7b),
        S32(0x7a),
        U32(0x79),
        S64(0x78),
        U64(0x77),
        F32(0x76),
        F64(0x75),
        CHAR(0x74),
        STRING(0x73),
        LIST(0x70),
        FIXED_LIST(0x67),
        RECORD(0x72),
        TUPLE(0x6f),
        VARIANT(0x71),
        ENUM(0x6d),
        OPTION(0x6b),
        RESULT(0x6a),
        FLAGS(0x6e),
        OWN(0x69),
        BORROW(0x68),
        MAP(0x63);

        final int code;

        Kind(int code) {
            this.code = code;
        }

        boolean primitive() {
            return code >= 0x73;
        }
    }

    static FuzzType primitive(Kind kind) {
        return new FuzzType(kind, List.of(), kind.code, 0);
    }

    /** Writes a reference to this type. */
    void refer(ComponentBytes out) {
        if (kind.primitive()) {
            out.raw(reference);
        } else {
            out.type(reference);
        }
    }

    /** Whether functions may only use it under a name. */
    boolean named() {
        return kind == Kind.RECORD || kind == Kind.VARIANT || kind == Kind.ENUM || kind == Kind.FLAGS;
    }

    /** Writes the definition of this type. */
    ComponentBytes definition() {
        ComponentBytes out = ComponentBytes.empty().raw(kind.code);
        switch (kind) {
            case LIST -> parts.get(0).refer(out);
            case OPTION -> parts.get(1).refer(out);
            case FIXED_LIST -> {
                parts.get(0).refer(out);
                out.number(count);
            }
            case MAP -> parts.forEach(part -> part.refer(out));
            case TUPLE -> {
                out.number(parts.size());
                parts.forEach(part -> part.refer(out));
            }
            case RECORD -> {
                out.number(parts.size());
                for (int i = 0; i < parts.size(); i++) {
                    out.name("f" + i);
                    parts.get(i).refer(out);
                }
            }
            case VARIANT -> {
                out.number(parts.size());
                for (int i = 0; i < parts.size(); i++) {
                    out.name("c" + i);
                    optional(parts.get(i), out);
                    out.raw(0);
                }
            }
            case RESULT -> parts.forEach(part -> optional(part, out));
            case ENUM, FLAGS -> {
                out.number(count);
                for (int i = 0; i < count; i++) {
                    out.name("l" + i);
                }
            }
            case OWN, BORROW -> out.number(0);
            default -> throw new IllegalStateException(kind.toString());
        }
        return out;
    }

    private static void optional(FuzzType part, ComponentBytes out) {
        if (part == null) {
            out.raw(0);
        } else {
            out.raw(1);
            part.refer(out);
        }
    }

    /** The core types of its flat form, as their codes. */
    List<Integer> flat() {
        return switch (kind) {
            case S64, U64 -> List.of(0x7e);
            case F32 -> List.of(0x7d);
            case F64 -> List.of(0x7c);
            case STRING, LIST, MAP -> List.of(0x7f, 0x7f);
            case RECORD, TUPLE ->
                parts.stream().flatMap(part -> part.flat().stream()).toList();
            case FIXED_LIST -> {
                List<Integer> flat = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    flat.addAll(parts.get(0).flat());
                }
                yield flat;
            }
            case VARIANT, OPTION, RESULT -> flatCases();
            default -> List.of(0x7f);
        };
    }

    private List<Integer> flatCases() {
        List<Integer> flat = new ArrayList<>(List.of(0x7f));
        for (FuzzType part : parts) {
            if (part == null) {
                continue;
            }
            List<Integer> each = part.flat();
            for (int i = 0; i < each.size(); i++) {
                if (i + 1 == flat.size()) {
                    flat.add(each.get(i));
                } else if (!flat.get(i + 1).equals(each.get(i))) {
                    boolean narrow = is32(flat.get(i + 1)) && is32(each.get(i));
                    flat.set(i + 1, narrow ? 0x7f : 0x7e);
                }
            }
        }
        return flat;
    }

    private static boolean is32(int code) {
        return code == 0x7f || code == 0x7d;
    }

    /** A valid value of this type. */
    Object value(Choices choices, int depth) {
        return switch (kind) {
            case BOOL -> choices.flag();
            case S8 -> (byte) choices.octet();
            case U8 -> (short) choices.octet();
            case S16 -> (short) choices.i32();
            case U16 -> choices.i32() & 0xffff;
            case S32 -> choices.i32();
            case U32 -> Integer.toUnsignedLong(choices.i32());
            case S64, U64 -> choices.i64();
            case F32 -> Float.intBitsToFloat(choices.i32());
            case F64 -> Double.longBitsToDouble(choices.i64());
            case CHAR -> character(choices);
            case STRING -> text(choices);
            case LIST -> list(choices, choices.below(5), depth);
            case FIXED_LIST -> list(choices, count, depth);
            case RECORD, TUPLE ->
                parts.stream().map(part -> part.value(choices, depth + 1)).toArray();
            case VARIANT -> {
                int chosen = choices.below(parts.size());
                yield new VariantValue(chosen, payload(chosen, choices, depth));
            }
            case ENUM -> choices.below(count);
            case OPTION -> choices.flag() ? Optional.of(payload(1, choices, depth)) : Optional.empty();
            case RESULT ->
                choices.flag()
                        ? ResultValue.ok(payload(0, choices, depth))
                        : ResultValue.err(payload(1, choices, depth));
            case FLAGS -> choices.i32() & (count == 32 ? -1 : (1 << count) - 1);
            case OWN, BORROW -> new FuzzHost.Item(choices.octet());
            case MAP -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                for (int i = choices.below(4); i > 0; i--) {
                    map.put(parts.get(0).value(choices, depth + 1), parts.get(1).value(choices, depth + 1));
                }
                yield map;
            }
        };
    }

    private Object payload(int index, Choices choices, int depth) {
        FuzzType part = parts.get(index);
        return part == null ? null : part.value(choices, depth + 1);
    }

    private Object list(Choices choices, int length, int depth) {
        if (parts.get(0).kind == Kind.U8) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) choices.octet();
            }
            return bytes;
        }
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            list.add(parts.get(0).value(choices, depth + 1));
        }
        return list;
    }

    private static int character(Choices choices) {
        int chosen =
                switch (choices.below(4)) {
                    case 0 -> choices.octet() & 0x7f;
                    case 1 -> choices.octet();
                    case 2 -> choices.i32() & 0xffff;
                    default -> (choices.i32() & 0x7fff_ffff) % 0x110000;
                };
        return chosen >= 0xd800 && chosen < 0xe000 ? 0xfffd : chosen;
    }

    private static String text(Choices choices) {
        StringBuilder text = new StringBuilder();
        for (int i = choices.below(8); i > 0; i--) {
            text.appendCodePoint(character(choices));
        }
        return text.toString();
    }
}
