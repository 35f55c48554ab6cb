package io.fuscia.input;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evaluates a node's inputs when it is about to run: paths keep their JSON type, templates become text and then what the
 * component's schema asks for, missing members get the schema's defaults, and the whole is checked against the schema.
 * All errors of a node are reported at once, each with node, field, expression and offered value. Thread-safe.
 *
 * <p>A path that leads nowhere is an error, unless it stands for a whole input that the schema has a default for or does
 * not require: then the input is left out, as if it had not been written.
 */
public final class InputEvaluator {
    private final JsonSchemas schemas;

    /** @param schemas shared, because it caches */
    public InputEvaluator(JsonSchemas schemas) {
        this.schemas = schemas;
    }

    /**
     * The inputs object.
     *
     * @param node for messages
     * @param inputs as parsed
     * @param scope what paths see
     * @param schema JSON Schema of the inputs object, if there is one
     * @throws FusciaException {@code INVALID_INPUT} with one violation per field, its pointer into the inputs object
     */
    public JsonObject evaluate(NodeId node, InputValue.ObjectValue inputs, Scope scope, Optional<JsonObject> schema) {
        Evaluation evaluation = new Evaluation(node, scope);
        Optional<SchemaTypes> types = schema.map(SchemaTypes::of);
        Map<String, JsonValue> members = new LinkedHashMap<>();
        inputs.members().forEach((name, value) -> {
            Optional<SchemaTypes> memberTypes = types.map(known -> known.member(name));
            boolean optional = types.isPresent() && (!types.get().required().contains(name) || hasDefault(memberTypes));
            evaluation
                    .value(value, "/" + JsonValues.pointerToken(name), memberTypes, optional)
                    .ifPresent(result -> members.put(name, result));
        });
        types.ifPresent(known -> known.memberNames().forEach(name -> known.member(name)
                .defaultValue()
                .filter(unused -> !members.containsKey(name) && !evaluation.failed(name))
                .ifPresent(value -> members.put(name, value))));
        JsonObject result = JsonValues.object(members);
        if (evaluation.violations.isEmpty() && schema.isPresent()) {
            check(node, inputs, schema.get(), result, evaluation.violations);
        }
        evaluation.throwIfAny();
        return result;
    }

    /**
     * One value by itself, such as the items of a loop or the URL of a request.
     *
     * @param field its name for messages
     * @throws FusciaException {@code INVALID_INPUT}
     */
    public JsonValue value(NodeId node, String field, InputValue value, Scope scope) {
        Evaluation evaluation = new Evaluation(node, scope);
        Optional<JsonValue> result =
                evaluation.value(value, "/" + JsonValues.pointerToken(field), Optional.empty(), false);
        evaluation.throwIfAny();
        return result.orElseThrow();
    }

    private static boolean hasDefault(Optional<SchemaTypes> types) {
        return types.isPresent() && types.get().defaultValue().isPresent();
    }

    private void check(
            NodeId node,
            InputValue.ObjectValue inputs,
            JsonObject schema,
            JsonObject result,
            List<Violation> violations) {
        for (JsonSchemas.Problem error : schemas.check(schema, result)) {
            String field = error.pointer().isEmpty() ? "the inputs" : "input '" + dotted(error.pointer()) + "'";
            String offered = offered(result, error.pointer());
            String expression = expressionAt(inputs, error.pointer())
                    .map(text -> " from '" + text + "'")
                    .orElse("");
            violations.add(Violation.error(
                    error.pointer(),
                    "invalid_input",
                    "node '" + node + "', " + field + ": " + error.message() + "; offered was " + offered
                            + expression));
        }
    }

    private static String offered(JsonObject result, String pointer) {
        try {
            JsonValue value = pointer.isEmpty()
                    ? result
                    : JsonValues.JSON.createPointer(pointer).getValue(result);
            return JsonValues.shown(value);
        } catch (jakarta.json.JsonException e) {
            return "nothing";
        }
    }

    private static Optional<String> expressionAt(InputValue inputs, String pointer) {
        InputValue at = inputs;
        for (String token :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            if (at instanceof InputValue.ObjectValue object) {
                at = object.members().get(token.replace("~1", "/").replace("~0", "~"));
            } else if (at instanceof InputValue.ArrayValue array && token.matches("[0-9]{1,9}")) {
                int index = Integer.parseInt(token);
                at = index < array.elements().size() ? array.elements().get(index) : null;
            }
        }
        return expression(at);
    }

    private static Optional<String> expression(InputValue value) {
        if (value instanceof InputValue.Reference reference) {
            return Optional.of(reference.path().text());
        }
        return value instanceof InputValue.Templated templated
                ? Optional.of(templated.template().text())
                : Optional.empty();
    }

    private static String dotted(String pointer) {
        return pointer.substring(1).replace("/", ".").replace("~1", "/").replace("~0", "~");
    }

    /** One evaluation: collects what went wrong. */
    private static final class Evaluation {
        private final NodeId node;
        private final Scope scope;
        private final List<Violation> violations = new ArrayList<>();

        private Evaluation(NodeId node, Scope scope) {
            this.node = node;
            this.scope = scope;
        }

        private Optional<JsonValue> value(
                InputValue value, String pointer, Optional<SchemaTypes> types, boolean optional) {
            if (value instanceof InputValue.Literal literal) {
                return Optional.of(literal.value());
            }
            if (value instanceof InputValue.Reference reference) {
                Resolved resolved = Resolved.of(reference.path(), scope);
                if (resolved instanceof Resolved.Present present) {
                    return Optional.of(present.value());
                }
                return missing(pointer, reference.path().text(), ((Resolved.Absent) resolved).reason(), optional);
            }
            if (value instanceof InputValue.Templated templated) {
                return template(templated.template(), pointer, types, optional);
            }
            if (value instanceof InputValue.ArrayValue array) {
                List<JsonValue> elements = new ArrayList<>();
                for (int i = 0; i < array.elements().size(); i++) {
                    int index = i;
                    value(array.elements().get(i), pointer + "/" + i, types.map(known -> known.element(index)), false)
                            .ifPresent(elements::add);
                }
                return Optional.of(JsonValues.array(elements));
            }
            JsonObjectBuilder object = JsonValues.JSON.createObjectBuilder();
            ((InputValue.ObjectValue) value).members().forEach((name, member) -> value(
                            member,
                            pointer + "/" + JsonValues.pointerToken(name),
                            types.map(known -> known.member(name)),
                            false)
                    .ifPresent(result -> object.add(name, result)));
            return Optional.of(object.build());
        }

        private Optional<JsonValue> template(
                Template template, String pointer, Optional<SchemaTypes> types, boolean optional) {
            TemplateEvaluation.Outcome outcome;
            try {
                outcome = TemplateEvaluation.evaluate(template, scope);
            } catch (FusciaException e) {
                return error(pointer, template.text(), e.getMessage());
            }
            if (outcome.text().isEmpty()) {
                return missing(pointer, template.text(), outcome.reason(), optional);
            }
            String text = outcome.text().get();
            if (types.isEmpty()) {
                return Optional.of(JsonValues.string(text));
            }
            Optional<JsonValue> coerced = Coercion.coerce(text, types.get());
            return coerced.isPresent()
                    ? coerced
                    : error(
                            pointer,
                            template.text(),
                            "the text " + JsonValues.shown(JsonValues.string(text)) + " is not "
                                    + String.join(" or ", types.get().types()));
        }

        private Optional<JsonValue> missing(String pointer, String expression, String reason, boolean optional) {
            return optional ? Optional.empty() : error(pointer, expression, reason);
        }

        private Optional<JsonValue> error(String pointer, String expression, String message) {
            violations.add(Violation.error(
                    pointer,
                    "invalid_input",
                    "node '" + node + "', input '" + dotted(pointer) + "', '" + expression + "': " + message));
            return Optional.empty();
        }

        private boolean failed(String name) {
            String pointer = "/" + JsonValues.pointerToken(name);
            return violations.stream().anyMatch(violation -> violation.pointer().equals(pointer));
        }

        private void throwIfAny() {
            if (!violations.isEmpty()) {
                String more = violations.size() > 1 ? " (and " + (violations.size() - 1) + " more)" : "";
                throw new FusciaException(
                        ErrorCode.INVALID_INPUT, violations.get(0).message() + more, violations);
            }
        }
    }
}
