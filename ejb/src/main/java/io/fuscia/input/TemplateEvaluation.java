package io.fuscia.input;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * Turns a template into text within bounds: what every filter makes, and the text as a whole, stay under
 * {@link #MAX_TEXT}; the sum of what filters read stays under {@link #MAX_WORK}.
 */
final class TemplateEvaluation {
    /** Characters. */
    static final int MAX_TEXT = 4 * 1024 * 1024;
    /** Characters and elements that all filters of one template may read. */
    private static final long MAX_WORK = 64L * 1024 * 1024;

    private final Scope scope;
    private long work;

    private TemplateEvaluation(Scope scope) {
        this.scope = scope;
    }

    /** A template's text, or why a path in it leads nowhere. */
    record Outcome(Optional<String> text, String reason) {}

    /** @throws FusciaException {@code INVALID_INPUT} if a filter refuses its value or a bound is passed */
    static Outcome evaluate(Template template, Scope scope) {
        TemplateEvaluation evaluation = new TemplateEvaluation(scope);
        StringBuilder out = new StringBuilder();
        for (Template.Segment segment : template.segments()) {
            if (segment instanceof Template.Segment.Text text) {
                out.append(text.value());
            } else if (segment instanceof Template.Segment.Expression expression) {
                Resolved value = evaluation.value(expression);
                if (value instanceof Resolved.Absent absent) {
                    return new Outcome(Optional.empty(), absent.reason());
                }
                out.append(JsonValues.text(((Resolved.Present) value).value()));
            }
            if (out.length() > MAX_TEXT) {
                throw new FusciaException(ErrorCode.INVALID_INPUT, "the text grows past " + MAX_TEXT + " characters");
            }
        }
        return new Outcome(Optional.of(out.toString()), "");
    }

    private Resolved value(Template.Segment.Expression expression) {
        Resolved start = Resolved.of(expression.path(), scope);
        boolean defaulted =
                !expression.filters().isEmpty() && expression.filters().get(0).filter() == Filter.DEFAULT;
        if (start instanceof Resolved.Absent && !defaulted) {
            return start;
        }
        JsonValue value = start instanceof Resolved.Present present ? present.value() : JsonValue.NULL;
        for (Template.FilterCall call : expression.filters()) {
            spend(value);
            value = FilterEvaluation.apply(call, value);
        }
        return new Resolved.Present(value);
    }

    private void spend(JsonValue value) {
        if (value instanceof JsonString string) {
            work += string.getString().length();
        } else if (value instanceof JsonArray array) {
            work += 20L * array.size();
        }
        if (work > MAX_WORK) {
            throw new FusciaException(ErrorCode.INVALID_INPUT, "the template's filters do too much work");
        }
    }
}
