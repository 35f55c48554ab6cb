package io.fuscia.workflow;

import io.fuscia.failure.FusciaException;
import io.fuscia.input.InputValue;
import io.fuscia.input.JsonValues;
import io.fuscia.input.TemplateParser;
import io.fuscia.workflow.document.Cursor;
import io.fuscia.workflow.document.LocatedValue;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads inputs: the JSON tree in which strings may be paths and templates. */
final class InputParser {
    private final Problems problems;

    InputParser(Problems problems) {
        this.problems = problems;
    }

    /** The object, its members parsed; empty with a violation if it is no object. */
    InputValue.ObjectValue object(Cursor at) {
        if (!(at.value() instanceof LocatedValue.ObjectNode)) {
            ObjectReader.wrongType(problems, at, "an object");
            return InputValue.ObjectValue.EMPTY;
        }
        Map<String, InputValue> members = new LinkedHashMap<>();
        at.members().forEach(member -> members.put(member.token(), value(member)));
        return new InputValue.ObjectValue(members);
    }

    /** Any value. Objects and arrays without a path or template inside become one literal. */
    InputValue value(Cursor at) {
        if (at.value() instanceof LocatedValue.ObjectNode) {
            InputValue.ObjectValue object = object(at);
            return object.members().values().stream().allMatch(InputValue.Literal.class::isInstance)
                    ? literal(object)
                    : object;
        }
        if (at.value() instanceof LocatedValue.ArrayNode) {
            List<InputValue> elements = new ArrayList<>();
            at.elements().forEach(element -> elements.add(value(element)));
            InputValue.ArrayValue array = new InputValue.ArrayValue(elements);
            return elements.stream().allMatch(InputValue.Literal.class::isInstance) ? literal(array) : array;
        }
        return scalar(at);
    }

    private InputValue scalar(Cursor at) {
        JsonValue value = ObjectReader.scalar(at);
        if (!(value instanceof JsonString string)) {
            return new InputValue.Literal(value);
        }
        try {
            if (TemplateParser.looksLikePath(string.getString())) {
                problems.warning(
                        at,
                        "looks_like_path",
                        "'" + ObjectReader.shortened(string.getString())
                                + "' is plain text; a path starts with '$.', write '$$' if text is meant");
            }
            return TemplateParser.parse(string.getString());
        } catch (FusciaException e) {
            problems.error(
                    at, string.getString().startsWith("$.") ? "invalid_path" : "invalid_template", e.getMessage());
            return new InputValue.Literal(JsonValue.NULL);
        }
    }

    private static InputValue.Literal literal(InputValue.ObjectValue object) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        object.members().forEach((name, member) -> members.put(name, ((InputValue.Literal) member).value()));
        return new InputValue.Literal(JsonValues.object(members));
    }

    private static InputValue.Literal literal(InputValue.ArrayValue array) {
        return new InputValue.Literal(JsonValues.array(array.elements().stream()
                .map(element -> ((InputValue.Literal) element).value())
                .toList()));
    }
}
