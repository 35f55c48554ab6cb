package io.fuscia.input;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a schema says about one place in a value: its subschemas there, the types it allows, its default. Follows
 * {@code properties}, {@code additionalProperties}, {@code items}, {@code prefixItems}, local {@code $ref}s and the
 * alternatives of {@code allOf}, {@code anyOf} and {@code oneOf}.
 */
final class SchemaTypes {
    private static final int MAX_SCHEMAS = 200;

    private final JsonObject root;
    private final List<JsonObject> here;

    private SchemaTypes(JsonObject root, List<JsonObject> here) {
        this.root = root;
        this.here = here;
    }

    static SchemaTypes of(JsonObject root) {
        return new SchemaTypes(root, expanded(root, List.of(root)));
    }

    /** What is said about a member. */
    SchemaTypes member(String name) {
        List<JsonObject> found = new ArrayList<>();
        for (JsonObject schema : here) {
            JsonValue properties = schema.get("properties");
            JsonValue own = properties instanceof JsonObject object ? object.get(name) : null;
            add(found, own == null ? schema.get("additionalProperties") : own);
        }
        return new SchemaTypes(root, expanded(root, found));
    }

    /** What is said about an element. */
    SchemaTypes element(int index) {
        List<JsonObject> found = new ArrayList<>();
        for (JsonObject schema : here) {
            boolean prefixed = schema.get("prefixItems") instanceof JsonArray prefix && index < prefix.size();
            add(found, prefixed ? schema.getJsonArray("prefixItems").get(index) : schema.get("items"));
        }
        return new SchemaTypes(root, expanded(root, found));
    }

    /** The types that are named here; empty if none is. */
    Set<String> types() {
        Set<String> types = new LinkedHashSet<>();
        for (JsonObject schema : here) {
            JsonValue type = schema.get("type");
            if (type instanceof JsonString one) {
                types.add(one.getString());
            } else if (type instanceof JsonArray several) {
                several.forEach(each -> types.add(JsonValues.text(each)));
            }
        }
        return types;
    }

    /** The values of {@code enum} and {@code const} here. */
    List<JsonValue> choices() {
        List<JsonValue> choices = new ArrayList<>();
        for (JsonObject schema : here) {
            if (schema.get("enum") instanceof JsonArray values) {
                choices.addAll(values);
            }
            if (schema.containsKey("const")) {
                choices.add(schema.get("const"));
            }
        }
        return choices;
    }

    /** Whether there is a greatest number of elements or members here. */
    boolean limitsSize() {
        return here.stream()
                .anyMatch(schema -> schema.containsKey("maxItems")
                        || schema.containsKey("maxProperties")
                        || schema.containsKey("enum")
                        || schema.containsKey("const"));
    }

    /** The default here. */
    Optional<JsonValue> defaultValue() {
        return here.stream()
                .filter(schema -> schema.containsKey("default"))
                .map(schema -> schema.get("default"))
                .findFirst();
    }

    /** The names that are required here, alternatives left out. */
    Set<String> required() {
        Set<String> names = new LinkedHashSet<>();
        if (!here.isEmpty() && here.get(0).get("required") instanceof JsonArray required) {
            required.forEach(name -> names.add(JsonValues.text(name)));
        }
        return names;
    }

    /** The names of the members that are described here. */
    Set<String> memberNames() {
        Set<String> names = new LinkedHashSet<>();
        for (JsonObject schema : here) {
            if (schema.get("properties") instanceof JsonObject properties) {
                names.addAll(properties.keySet());
            }
        }
        return names;
    }

    private static void add(List<JsonObject> found, JsonValue schema) {
        if (schema instanceof JsonObject object) {
            found.add(object);
        }
    }

    /** The schemas and all that they refer to or combine; a bounded walk, because references can go in circles. */
    private static List<JsonObject> expanded(JsonObject root, List<JsonObject> start) {
        List<JsonObject> all = new ArrayList<>(start);
        for (int i = 0; i < all.size() && all.size() < MAX_SCHEMAS; i++) {
            JsonObject schema = all.get(i);
            if (schema.get("$ref") instanceof JsonString reference) {
                target(root, reference.getString())
                        .filter(found -> !containsSame(all, found))
                        .ifPresent(all::add);
            }
            for (String keyword : List.of("allOf", "anyOf", "oneOf")) {
                if (schema.get(keyword) instanceof JsonArray alternatives) {
                    alternatives.forEach(alternative -> add(all, alternative));
                }
            }
        }
        return all;
    }

    private static boolean containsSame(List<JsonObject> all, JsonObject schema) {
        return all.stream().anyMatch(each -> each == schema);
    }

    private static Optional<JsonObject> target(JsonObject root, String reference) {
        if (reference.equals("#")) {
            return Optional.of(root);
        }
        if (!reference.startsWith("#/")) {
            return Optional.empty();
        }
        try {
            JsonValue found =
                    JsonValues.JSON.createPointer(reference.substring(1)).getValue(root);
            return found instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (JsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
