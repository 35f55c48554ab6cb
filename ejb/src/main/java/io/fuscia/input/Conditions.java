package io.fuscia.input;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides conditions with the expression library. A comparison with something that is missing is false; ask with
 * {@code exists()}. Thread-safe.
 */
public final class Conditions {
    /** What the gate lets through is decided in far fewer. */
    private static final int MAX_STEPS = 20_000;

    private static final int MAX_DEPTH = 200;

    /**
     * Whether the condition holds.
     *
     * @throws FusciaException {@code INVALID_INPUT} if it is neither true nor false, or compares what cannot be compared;
     *     the message names the condition and the values that it read
     */
    public boolean holds(Condition condition, Scope scope) {
        Jsonata program = Jsonata.jsonata(condition.program());
        Jsonata.Frame variables = program.createFrame();
        new Bounds().hold(variables);
        Map<String, String> read = new LinkedHashMap<>();
        for (int i = 0; i < condition.paths().size(); i++) {
            Path path = condition.paths().get(i);
            Resolved value = Resolved.of(path, scope);
            if (value instanceof Resolved.Present present) {
                variables.bind("p" + i, plain(present.value()));
                read.put(path.text(), JsonValues.shown(present.value()));
            } else if (value instanceof Resolved.Absent absent) {
                read.put(path.text(), "missing: " + absent.reason());
            }
        }
        try {
            Object result = program.evaluate(null, variables);
            if (result == null) {
                return false;
            }
            if (result instanceof Boolean decided) {
                return decided;
            }
            throw error(condition, read, "it is neither true nor false but " + result, null);
        } catch (JException e) {
            throw error(condition, read, e.getMessage(), e);
        }
    }

    /**
     * How much one decision may do. Counted, not timed as the library would: a thread that waits long for a processor, or
     * for a value, must not change what an edge says.
     */
    private static final class Bounds {
        private int steps;
        private int depth;

        void hold(Jsonata.Frame variables) {
            variables.setEvaluateEntryCallback((expression, input, frame) -> {
                steps++;
                depth++;
                if (steps > MAX_STEPS || depth > MAX_DEPTH) {
                    throw new JException(
                            "it takes more than " + MAX_STEPS + " steps, or is deeper than " + MAX_DEPTH, 0);
                }
            });
            variables.setEvaluateExitCallback((expression, input, frame, result) -> depth--);
        }
    }

    private static FusciaException error(
            Condition condition, Map<String, String> read, String message, Throwable cause) {
        return new FusciaException(
                ErrorCode.INVALID_INPUT,
                "the condition '" + condition.text() + "' cannot be decided: " + message + "; it read " + read,
                cause);
    }

    /** The value in the library's own terms: its null object, and one class per number so that equal means equal. */
    private static Object plain(JsonValue value) {
        if (value instanceof JsonString string) {
            return string.getString();
        }
        if (value instanceof JsonNumber number) {
            return plainNumber(number.bigDecimalValue());
        }
        if (value instanceof JsonArray array) {
            List<Object> elements = new ArrayList<>(array.size());
            array.forEach(element -> elements.add(plain(element)));
            return elements;
        }
        if (value instanceof JsonObject object) {
            Map<String, Object> members = new LinkedHashMap<>();
            object.forEach((name, member) -> members.put(name, plain(member)));
            return members;
        }
        return value == JsonValue.NULL ? Jsonata.NULL_VALUE : (Object) (value == JsonValue.TRUE);
    }

    private static Number plainNumber(BigDecimal number) {
        if (number.scale() <= 0 && number.precision() - number.scale() < 19) {
            long whole = number.longValue();
            return whole == (int) whole ? (Number) (int) whole : (Number) whole;
        }
        return number.doubleValue();
    }
}
