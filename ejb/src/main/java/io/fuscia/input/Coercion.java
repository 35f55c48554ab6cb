package io.fuscia.input;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/** Turns a template's text into what the schema asks for. Where a schema takes strings, text stays text. */
final class Coercion {
    private Coercion() {}

    /** What the schema takes; empty if the text is nothing of that. */
    static Optional<JsonValue> coerce(String text, SchemaTypes schema) {
        Set<String> types = schema.types();
        if (types.contains("string")) {
            return Optional.of(JsonValues.string(text));
        }
        if (types.isEmpty()) {
            return Optional.of(ofChoices(text, schema));
        }
        String trimmed = text.strip();
        for (String type : types) {
            Optional<JsonValue> value =
                    switch (type) {
                        case "integer" -> number(trimmed).filter(Coercion::isWhole);
                        case "number" -> number(trimmed);
                        case "boolean" -> bool(trimmed);
                        case "null" ->
                            trimmed.isEmpty() || trimmed.equals("null")
                                    ? Optional.of(JsonValue.NULL)
                                    : Optional.empty();
                        case "array" -> JsonValues.parse(trimmed).filter(JsonArray.class::isInstance);
                        case "object" -> JsonValues.parse(trimmed).filter(JsonObject.class::isInstance);
                        default -> Optional.empty();
                    };
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    /** Without a type, the listed values decide: {@code enum: [1, 2]} makes "1" a number. */
    private static JsonValue ofChoices(String text, SchemaTypes schema) {
        JsonValue plain = JsonValues.string(text);
        if (schema.choices().isEmpty() || schema.choices().contains(plain)) {
            return plain;
        }
        return JsonValues.parse(text.strip()).filter(schema.choices()::contains).orElse(plain);
    }

    private static Optional<JsonValue> number(String text) {
        if (!text.matches("-?[0-9]{1,60}(\\.[0-9]{1,60})?([eE][+-]?[0-9]{1,3})?")) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(text);
        return Optional.of(JsonValues.number(number));
    }

    private static boolean isWhole(JsonValue value) {
        return value instanceof JsonNumber number
                && number.bigDecimalValue().stripTrailingZeros().scale() <= 0;
    }

    private static Optional<JsonValue> bool(String text) {
        return text.equals("true") || text.equals("false")
                ? Optional.of(JsonValues.bool(text.equals("true")))
                : Optional.empty();
    }
}
