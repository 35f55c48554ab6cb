package io.fuscia.input;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * JSON values: making them, reading them, writing them in the one canonical form that digests are taken of. Thread-safe.
 */
public final class JsonValues {
    /** Looked up once: each static call of {@code jakarta.json.Json} searches for its provider anew. */
    public static final JsonProvider JSON = JsonProvider.provider();

    private JsonValues() {}

    /** A JSON string. */
    public static JsonString string(String value) {
        return JSON.createValue(value);
    }

    /** A JSON number. */
    public static JsonNumber number(long value) {
        return JSON.createValue(value);
    }

    /** A JSON number. */
    public static JsonNumber number(BigDecimal value) {
        return JSON.createValue(value);
    }

    /** A JSON boolean. */
    public static JsonValue bool(boolean value) {
        return value ? JsonValue.TRUE : JsonValue.FALSE;
    }

    /** A JSON array. */
    public static JsonArray array(Iterable<? extends JsonValue> elements) {
        JsonArrayBuilder array = JSON.createArrayBuilder();
        elements.forEach(array::add);
        return array.build();
    }

    /** A JSON object with the members in the map's order. */
    public static JsonObject object(Map<String, ? extends JsonValue> members) {
        JsonObjectBuilder object = JSON.createObjectBuilder();
        members.forEach(object::add);
        return object.build();
    }

    /**
     * Reads JSON text.
     *
     * @return empty if the text is not exactly one JSON value
     */
    public static Optional<JsonValue> parse(String text) {
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            return Optional.of(reader.readValue());
        } catch (JsonException | IllegalStateException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    /** Reads JSON text that Fuscia wrote itself. @throws FusciaException {@code INTERNAL} if it is not an object */
    public static JsonObject parseStored(String text) {
        return parse(text)
                .filter(JsonObject.class::isInstance)
                .map(JsonValue::asJsonObject)
                .orElseThrow(() -> new FusciaException(ErrorCode.INTERNAL, "stored JSON cannot be read"));
    }

    /**
     * The canonical text: no white space, members sorted by name (by UTF-16 code units), numbers as they were written.
     */
    public static String canonical(JsonValue value) {
        StringBuilder out = new StringBuilder();
        canonical(value, out);
        return out.toString();
    }

    private static void canonical(JsonValue value, StringBuilder out) {
        if (value instanceof JsonObject object) {
            out.append('{');
            boolean first = true;
            for (Map.Entry<String, JsonValue> member : new TreeMap<>(object).entrySet()) {
                if (!first) {
                    out.append(',');
                }
                first = false;
                quote(member.getKey(), out);
                out.append(':');
                canonical(member.getValue(), out);
            }
            out.append('}');
        } else if (value instanceof JsonArray array) {
            out.append('[');
            for (int i = 0; i < array.size(); i++) {
                if (i > 0) {
                    out.append(',');
                }
                canonical(array.get(i), out);
            }
            out.append(']');
        } else if (value instanceof JsonString string) {
            quote(string.getString(), out);
        } else {
            out.append(value);
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** The text of a value inside other text: a string as it is, everything else as JSON. */
    public static String text(JsonValue value) {
        return value instanceof JsonString string ? string.getString() : value.toString();
    }

    /** The value's JSON type, as JSON Schema names it: {@code integer} for whole numbers. */
    public static String typeName(JsonValue value) {
        return switch (value.getValueType()) {
            case ARRAY -> "array";
            case OBJECT -> "object";
            case STRING -> "string";
            case NUMBER -> isWhole((JsonNumber) value) ? "integer" : "number";
            case TRUE, FALSE -> "boolean";
            case NULL -> "null";
        };
    }

    private static boolean isWhole(JsonNumber number) {
        return number.bigDecimalValue().stripTrailingZeros().scale() <= 0;
    }

    /** The value for a message: its JSON text, cut after 120 characters. */
    public static String shown(JsonValue value) {
        String text = value.toString();
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }

    /** One reference token of a JSON pointer, escaped. */
    public static String pointerToken(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The strings as a readable list: {@code a, b and c}. */
    static String listed(List<String> names) {
        if (names.size() < 2) {
            return String.join("", names);
        }
        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.get(names.size() - 1);
    }
}
