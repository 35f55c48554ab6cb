package io.fuscia.input;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An input as parsed from the file: a JSON tree in which some strings are paths or templates. Immutable. */
public sealed interface InputValue {
    /** JSON that is taken as it is. */
    record Literal(JsonValue value) implements InputValue {
        public Literal {
            Objects.requireNonNull(value, "value");
        }
    }

    /** The value at a path, with its JSON type. */
    record Reference(Path path) implements InputValue {
        public Reference {
            Objects.requireNonNull(path, "path");
        }
    }

    /** Text with expressions in it. */
    record Templated(Template template) implements InputValue {
        public Templated {
            Objects.requireNonNull(template, "template");
        }
    }

    /** An object with at least one member that is not a literal, or any object; members in file order. */
    record ObjectValue(Map<String, InputValue> members) implements InputValue {
        /** No inputs. */
        public static final ObjectValue EMPTY = new ObjectValue(Map.of());

        public ObjectValue {
            members = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(members));
        }
    }

    /** An array, elements in order. */
    record ArrayValue(List<InputValue> elements) implements InputValue {
        public ArrayValue {
            elements = List.copyOf(elements);
        }
    }
}
