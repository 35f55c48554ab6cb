package io.fuscia.input;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Objects;

/**
 * Text with {@code {{ path | filter }}} expressions, checked when parsed.
 *
 * @param text the template as written
 * @param segments plain text and expressions in turn
 */
public record Template(String text, List<Segment> segments) {
    public Template {
        Objects.requireNonNull(text, "text");
        segments = List.copyOf(segments);
    }

    /** A piece of a template. */
    public sealed interface Segment {
        /** Text that is taken as it is, escapes already undone. */
        record Text(String value) implements Segment {
            public Text {
                Objects.requireNonNull(value, "value");
            }
        }

        /** The value at a path, through some filters, as text. */
        record Expression(Path path, List<FilterCall> filters) implements Segment {
            public Expression {
                Objects.requireNonNull(path, "path");
                filters = List.copyOf(filters);
            }
        }
    }

    /**
     * One use of a filter.
     *
     * @param filter which
     * @param arguments strings, numbers, booleans or null
     */
    public record FilterCall(Filter filter, List<JsonValue> arguments) {
        public FilterCall {
            Objects.requireNonNull(filter, "filter");
            arguments = List.copyOf(arguments);
        }
    }

    /** Every path it reads, in order. */
    public List<Path> paths() {
        return segments.stream()
                .filter(Segment.Expression.class::isInstance)
                .map(segment -> ((Segment.Expression) segment).path())
                .toList();
    }
}
