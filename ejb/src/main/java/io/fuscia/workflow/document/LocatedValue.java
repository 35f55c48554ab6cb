package io.fuscia.workflow.document;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A JSON value with the place it starts at. Immutable. Lines and columns count from 1. */
public sealed interface LocatedValue {
    /** Line of the value's first character, from 1. */
    int line();

    /** Column of the value's first character, from 1. */
    int column();

    /** The value without its places. */
    JsonValue toJson();

    /** An object; members in the order of the text. */
    record ObjectNode(Map<String, Member> members, int line, int column) implements LocatedValue {
        public ObjectNode {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public JsonValue toJson() {
            JsonObjectBuilder object = JsonText.JSON.createObjectBuilder();
            members.forEach((name, member) -> object.add(name, member.value().toJson()));
            return object.build();
        }
    }

    /** One member of an object, with the place of its name. */
    record Member(String name, int line, int column, LocatedValue value) {
        public Member {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
        }
    }

    /** An array. */
    record ArrayNode(List<LocatedValue> elements, int line, int column) implements LocatedValue {
        public ArrayNode {
            elements = List.copyOf(elements);
        }

        @Override
        public JsonValue toJson() {
            JsonArrayBuilder array = JsonText.JSON.createArrayBuilder();
            elements.forEach(element -> array.add(element.toJson()));
            return array.build();
        }
    }

    /** A string, number, boolean or null. */
    record ScalarNode(JsonValue value, int line, int column) implements LocatedValue {
        public ScalarNode {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public JsonValue toJson() {
            return value;
        }
    }
}
