package io.fuscia.input;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the strings of inputs:
 *
 * <pre>
 * string     = path | text
 * text       = ( "{{" expression "}}" | "$${{" | other )*      "$${{" is a plain "{{"; a leading "$$" is a plain "$"
 * expression = path ( "|" filter [ "(" argument ( "," argument )* ")" ] )*
 * argument   = 'text' | "text" | number | true | false | null
 * </pre>
 *
 * Nothing else exists between the braces: no operators, calls, loops, variables or members of anything but JSON.
 */
public final class TemplateParser {
    private static final int MAX_EXPRESSIONS = 500;
    private static final int MAX_FILTERS = 20;
    private static final int MAX_LENGTH = 64 * 1024;
    private static final String OPEN = "{{";
    private static final String ESCAPED_OPEN = "$${{";

    private final String text;
    private int at;

    private TemplateParser(String text) {
        this.text = text;
    }

    /**
     * What a string in the inputs means.
     *
     * @throws FusciaException {@code INVALID_DEFINITION} if it starts like a path or template but is none
     */
    public static InputValue parse(String text) {
        if (PathParser.startsAt(text, 0) || text.equals("$")) {
            return new InputValue.Reference(PathParser.parse(text));
        }
        if (!text.contains(OPEN) && !text.startsWith("$$")) {
            return new InputValue.Literal(JsonValues.string(text));
        }
        List<Template.Segment> segments = new TemplateParser(text).segments();
        boolean plain = segments.stream().allMatch(Template.Segment.Text.class::isInstance);
        if (plain) {
            StringBuilder all = new StringBuilder();
            segments.forEach(segment -> all.append(((Template.Segment.Text) segment).value()));
            return new InputValue.Literal(JsonValues.string(all.toString()));
        }
        return new InputValue.Templated(new Template(text, segments));
    }

    /** The string that {@link #parse} reads as this plain text. */
    public static String escape(String plain) {
        String escaped = plain.replace(OPEN, ESCAPED_OPEN);
        boolean misread = PathParser.startsAt(escaped, 0)
                || escaped.equals("$")
                || (escaped.startsWith("$$") && plain.startsWith("$"));
        return misread ? "$" + escaped : escaped;
    }

    /** Whether the string is plain text that was probably meant as a path, such as {@code $trigger.x}. */
    public static boolean looksLikePath(String text) {
        return text.matches(
                "\\$(trigger|item|index|key|[A-Za-z_][A-Za-z0-9_-]*\\.(output|status|artifacts|error))\\b.{0,500}");
    }

    private List<Template.Segment> segments() {
        if (text.length() > MAX_LENGTH) {
            throw error("a template has at most " + MAX_LENGTH + " characters");
        }
        List<Template.Segment> segments = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        if (text.startsWith("$$") && !text.startsWith(ESCAPED_OPEN)) {
            plain.append('$');
            at = 2;
        }
        int expressions = 0;
        while (at < text.length()) {
            if (text.startsWith(ESCAPED_OPEN, at)) {
                plain.append(OPEN);
                at += ESCAPED_OPEN.length();
            } else if (text.startsWith(OPEN, at)) {
                if (!plain.isEmpty()) {
                    segments.add(new Template.Segment.Text(plain.toString()));
                    plain.setLength(0);
                }
                if (++expressions > MAX_EXPRESSIONS) {
                    throw error("a template has at most " + MAX_EXPRESSIONS + " expressions");
                }
                segments.add(expression());
            } else {
                plain.append(text.charAt(at++));
            }
        }
        if (!plain.isEmpty()) {
            segments.add(new Template.Segment.Text(plain.toString()));
        }
        return segments;
    }

    private Template.Segment.Expression expression() {
        at += OPEN.length();
        skipSpace();
        if (!PathParser.startsAt(text, at)) {
            throw error("a path such as $.trigger.name is expected after '{{', not " + here());
        }
        PathParser.Prefix prefix = PathParser.parsePrefix(text, at);
        at = prefix.end();
        List<Template.FilterCall> filters = new ArrayList<>();
        skipSpace();
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            filters.add(filter());
            if (filters.size() > MAX_FILTERS) {
                throw error("an expression has at most " + MAX_FILTERS + " filters");
            }
            skipSpace();
        }
        if (!text.startsWith("}}", at)) {
            throw error("'|' and a filter or '}}' is expected, not " + here());
        }
        at += 2;
        return new Template.Segment.Expression(prefix.path(), filters);
    }

    private Template.FilterCall filter() {
        skipSpace();
        String word = word();
        Filter filter = Filter.ofWord(word)
                .orElseThrow(() -> error("there is no filter '" + word + "'" + Suggestion.forName(word, Filter.words())
                        + "; there are " + JsonValues.listed(Filter.words())));
        List<JsonValue> arguments = new ArrayList<>();
        skipSpace();
        if (at < text.length() && text.charAt(at) == '(') {
            at++;
            skipSpace();
            if (!take(')')) {
                do {
                    skipSpace();
                    arguments.add(argument());
                    skipSpace();
                } while (take(','));
                if (!take(')')) {
                    throw error("',' or ')' is expected, not " + here());
                }
            }
        }
        Optional<String> wrong = filter.wrongArguments(arguments);
        if (wrong.isPresent()) {
            throw error(wrong.get());
        }
        return new Template.FilterCall(filter, arguments);
    }

    private JsonValue argument() {
        if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
            return JsonValues.string(quoted());
        }
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-._".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String word = text.substring(from, at);
        return switch (word) {
            case "true" -> JsonValue.TRUE;
            case "false" -> JsonValue.FALSE;
            case "null" -> JsonValue.NULL;
            default -> {
                if (!word.matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?")) {
                    at = from;
                    throw error("an argument is text in quotes, a number, true, false or null, not " + here());
                }
                yield JsonValues.number(new BigDecimal(word));
            }
        };
    }

    private String quoted() {
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                int kind = "\\'\"nrt".indexOf(text.charAt(at));
                if (kind < 0) {
                    throw error("there is no escape \\" + text.charAt(at));
                }
                c = "\\'\"\n\r\t".charAt(kind);
                at++;
            }
            value.append(c);
        }
        if (!take(quote)) {
            throw error("the quoted text does not end");
        }
        return value.toString();
    }

    private String word() {
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        if (at == from) {
            throw error("a filter's name is expected, not " + here());
        }
        return text.substring(from, at);
    }

    private boolean take(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private String here() {
        return at >= text.length() ? "the end" : "'" + Character.toString(text.codePointAt(at)) + "'";
    }

    private FusciaException error(String message) {
        return new FusciaException(
                ErrorCode.INVALID_DEFINITION, "the template is wrong at character " + (at + 1) + ": " + message);
    }
}
