package io.fuscia.input;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds inputs against a schema before anything runs: which are missing, which the schema does not know, and whether
 * those without a path or template are what it asks for. What can only be known later is left to
 * {@link InputEvaluator}. Thread-safe.
 */
public final class InputCheck {
    private static final List<String> DEFINITIONS = List.of("$defs", "definitions");

    private final JsonSchemas schemas;

    /** @param schemas shared, because it caches */
    public InputCheck(JsonSchemas schemas) {
        this.schemas = schemas;
    }

    /**
     * Something wrong.
     *
     * @param pointer JSON pointer into the inputs object
     * @param code {@code missing_input}, {@code unknown_input} or {@code invalid_input}
     */
    public record Finding(String pointer, String code, String message) {}

    /** What is certainly wrong, whatever the paths will lead to. */
    public List<Finding> check(InputValue.ObjectValue inputs, JsonObject schema) {
        List<Finding> findings = new ArrayList<>();
        SchemaTypes types = SchemaTypes.of(schema);
        for (String name : types.required()) {
            if (!inputs.members().containsKey(name)
                    && types.member(name).defaultValue().isEmpty()) {
                findings.add(new Finding("", "missing_input", "the input '" + name + "' is required"));
            }
        }
        if (schema.get("additionalProperties") == JsonValue.FALSE && !schema.containsKey("patternProperties")) {
            unknown(inputs, types.memberNames(), findings);
        }
        Map<String, JsonValue> literals = new LinkedHashMap<>();
        inputs.members().forEach((name, value) -> {
            if (value instanceof InputValue.Literal literal) {
                literals.put(name, literal.value());
            }
        });
        if (literals.size() == inputs.members().size() && findings.isEmpty()) {
            whole(types, literals, schema, findings);
        } else {
            literals.forEach((name, value) -> single(name, value, schema, types, findings));
        }
        return findings;
    }

    private static void unknown(InputValue.ObjectValue inputs, Set<String> known, List<Finding> findings) {
        for (String name : inputs.members().keySet()) {
            if (!known.contains(name)) {
                findings.add(new Finding(
                        "/" + JsonValues.pointerToken(name),
                        "unknown_input",
                        "there is no input '" + name + "'" + Suggestion.forName(name, known)));
            }
        }
    }

    private void whole(SchemaTypes types, Map<String, JsonValue> literals, JsonObject schema, List<Finding> findings) {
        Map<String, JsonValue> all = new LinkedHashMap<>(literals);
        for (String name : types.memberNames()) {
            types.member(name).defaultValue().ifPresent(value -> all.putIfAbsent(name, value));
        }
        JsonObject object = JsonValues.object(all);
        schemas.check(schema, object).forEach(error -> findings.add(finding(error, "", object)));
    }

    /** One literal among inputs that are not known yet: against its own subschema, with the schema's definitions. */
    private void single(String name, JsonValue value, JsonObject schema, SchemaTypes types, List<Finding> findings) {
        JsonValue own = schema.get("properties") instanceof JsonObject properties ? properties.get(name) : null;
        if (!types.memberNames().contains(name) || !(own instanceof JsonObject) || refersElsewhere(own)) {
            return;
        }
        JsonObjectBuilder alone = JsonValues.JSON.createObjectBuilder();
        DEFINITIONS.stream().filter(schema::containsKey).forEach(key -> alone.add(key, schema.get(key)));
        alone.add("allOf", JsonValues.array(List.of(own)));
        String pointer = "/" + JsonValues.pointerToken(name);
        schemas.check(alone.build(), value).forEach(error -> findings.add(finding(error, pointer, value)));
    }

    private static boolean refersElsewhere(JsonValue schema) {
        return schema.toString().matches("(?s).*\"\\$(dynamicRef|ref)\":\"(?!#/(\\$defs|definitions)/).*");
    }

    private static Finding finding(JsonSchemas.Problem error, String pointer, JsonValue value) {
        String place = pointer + error.pointer();
        String what = place.isEmpty()
                ? "the inputs"
                : "the input '" + place.substring(1).replace('/', '.') + "'";
        JsonValue offered = value;
        if (!error.pointer().isEmpty()) {
            try {
                offered = JsonValues.JSON.createPointer(error.pointer()).getValue((JsonStructure) value);
            } catch (RuntimeException e) {
                offered = value;
            }
        }
        return new Finding(
                place, "invalid_input", what + ": " + error.message() + "; it is " + JsonValues.shown(offered));
    }
}
