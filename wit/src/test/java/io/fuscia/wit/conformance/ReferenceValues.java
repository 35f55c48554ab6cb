package io.fuscia.wit.conformance;

import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.abi.VariantValue;
import io.fuscia.wit.types.EnumType;
import io.fuscia.wit.types.FixedListType;
import io.fuscia.wit.types.FlagsType;
import io.fuscia.wit.types.ListType;
import io.fuscia.wit.types.MapType;
import io.fuscia.wit.types.OptionType;
import io.fuscia.wit.types.PrimitiveType;
import io.fuscia.wit.types.RecordType;
import io.fuscia.wit.types.ResultType;
import io.fuscia.wit.types.TupleType;
import io.fuscia.wit.types.ValueType;
import io.fuscia.wit.types.VariantType;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values of reference scripts as the Java values that the runtime takes and gives. */
final class ReferenceValues {
    private ReferenceValues() {}

    /** The Java value of a script's value at a type. */
    static Object toJava(ValueType type, JsonValue json) {
        JsonObject object = json.asJsonObject();
        JsonValue value = object.get("value");
        if (type instanceof PrimitiveType primitive) {
            return primitive(primitive, value);
        }
        if (type instanceof ListType list) {
            return list(list.element(), value.asJsonArray());
        }
        if (type instanceof FixedListType list) {
            return list(list.element(), value.asJsonArray());
        }
        if (type instanceof MapType map) {
            // As pairs: the reference repeats keys, which a Java map cannot.
            return list(new TupleType(List.of(map.key(), map.value())), value.asJsonArray());
        }
        if (type instanceof TupleType tuple) {
            Object[] parts = new Object[tuple.elements().size()];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = toJava(tuple.elements().get(i), value.asJsonArray().get(i));
            }
            return parts;
        }
        if (type instanceof RecordType record) {
            Object[] parts = new Object[record.fields().size()];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = toJava(
                        record.fields().get(i).type(),
                        value.asJsonArray().getJsonArray(i).get(1));
            }
            return parts;
        }
        return choice(type, object, value);
    }

    private static Object choice(ValueType type, JsonObject object, JsonValue value) {
        if (type instanceof VariantType variant) {
            for (int i = 0; i < variant.cases().size(); i++) {
                VariantType.Case item = variant.cases().get(i);
                if (item.name().equals(object.getString("case"))) {
                    return new VariantValue(
                            i,
                            item.payload()
                                    .map(payload -> toJava(payload, object.get("payload")))
                                    .orElse(null));
                }
            }
            throw new IllegalArgumentException("no case " + object.getString("case"));
        }
        if (type instanceof EnumType cases) {
            return cases.cases().indexOf(((JsonString) value).getString());
        }
        if (type instanceof FlagsType flags) {
            int bits = 0;
            for (JsonString label : value.asJsonArray().getValuesAs(JsonString.class)) {
                bits |= 1 << flags.labels().indexOf(label.getString());
            }
            return bits;
        }
        if (type instanceof OptionType option) {
            return value == null || value.getValueType() == JsonValue.ValueType.NULL
                    ? Optional.empty()
                    : Optional.of(toJava(option.value(), value));
        }
        if (type instanceof ResultType result) {
            JsonObject either = value.asJsonObject();
            return either.containsKey("Ok")
                    ? ResultValue.ok(payload(result.ok(), either.get("Ok")))
                    : ResultValue.err(payload(result.error(), either.get("Err")));
        }
        throw new IllegalArgumentException("no values of type " + type);
    }

    private static Object payload(Optional<ValueType> type, JsonValue json) {
        return type.map(payload -> toJava(payload, json)).orElse(null);
    }

    private static Object list(ValueType element, JsonArray values) {
        if (element == PrimitiveType.U8) {
            byte[] bytes = new byte[values.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) Integer.parseInt(values.getJsonObject(i).getString("value"));
            }
            return bytes;
        }
        List<Object> items = new ArrayList<>();
        values.forEach(value -> items.add(toJava(element, value)));
        return items;
    }

    private static Object primitive(PrimitiveType type, JsonValue value) {
        if (type == PrimitiveType.BOOL) {
            return value == JsonValue.TRUE;
        }
        String text = ((JsonString) value).getString();
        return switch (type) {
            case S8 -> Byte.valueOf(text);
            case U8, S16 -> Short.valueOf(text);
            case U16, S32 -> Integer.valueOf(text);
            case U32, S64 -> Long.valueOf(text);
            case U64 -> Long.parseUnsignedLong(text);
            // Floats are written as their bits.
            case F32 -> Float.intBitsToFloat(Integer.parseUnsignedInt(text));
            case F64 -> Double.longBitsToDouble(Long.parseUnsignedLong(text));
            case CHAR -> text.codePointAt(0);
            case STRING -> text;
            case BOOL, ERROR_CONTEXT -> throw new IllegalArgumentException("no values of type " + type);
        };
    }

    /** A value written out, for comparing values that hold arrays and for messages. */
    static String text(ValueType type, Object value) {
        if (value == null) {
            return "null";
        }
        if (value.getClass().isArray()) {
            StringBuilder text = new StringBuilder("[");
            for (int i = 0; i < Array.getLength(value); i++) {
                text.append(i == 0 ? "" : ", ").append(text(type, Array.get(value, i)));
            }
            return text.append("]").toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> text(type, item)).toList().toString();
        }
        if (value instanceof Optional<?> option) {
            return option.map(item -> "some(" + text(type, item) + ")").orElse("none");
        }
        if (value instanceof VariantValue variant) {
            return "case " + variant.discriminant() + "(" + text(type, variant.payload()) + ")";
        }
        if (value instanceof ResultValue.Ok ok) {
            return "ok(" + text(type, ok.payload()) + ")";
        }
        if (value instanceof ResultValue.Err err) {
            return "err(" + text(type, err.payload()) + ")";
        }
        return value.getClass().getSimpleName() + " " + value;
    }
}
