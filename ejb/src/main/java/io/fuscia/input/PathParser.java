package io.fuscia.input;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads paths:
 *
 * <pre>
 * path    = "$" step+
 * step    = "." name | "[" index "]" | "[" quoted "]"
 * name    = one or more letters, digits, "_" and "-"
 * index   = "0" to "2147483647"
 * quoted  = text in single or double quotes, with \\ before a quote or a backslash
 * </pre>
 *
 * The first step is {@code trigger}, {@code item}, {@code index}, {@code key} or a node id; after a node id comes
 * {@code output}, {@code artifacts}, {@code status} or {@code error}.
 */
public final class PathParser {
    /** What may follow a node's id. */
    private static final List<String> FACETS = List.of("output", "artifacts", "status", "error");

    private static final int MAX_LENGTH = 2048;
    private static final int MAX_STEPS = 100;

    private final String text;
    private final int start;
    private int at;

    private PathParser(String text, int start) {
        this.text = text;
        this.start = start;
        this.at = start;
    }

    /**
     * Parses a whole string.
     *
     * @throws FusciaException {@code INVALID_DEFINITION} with a message that says what is wrong at which character
     */
    public static Path parse(String text) {
        PathParser parser = new PathParser(text, 0);
        Path path = parser.path();
        if (parser.at < text.length()) {
            throw parser.error("unexpected " + parser.here()
                    + "; quote unusual member names as ['name'], put a path in text as {{ path }}");
        }
        return path;
    }

    /** A path and the place after it. */
    record Prefix(Path path, int end) {}

    /** Parses the longest path that starts at the position. */
    static Prefix parsePrefix(String text, int start) {
        PathParser parser = new PathParser(text, start);
        return new Prefix(parser.path(), parser.at);
    }

    /** Whether a path starts here, well formed or not. */
    static boolean startsAt(String text, int at) {
        return text.startsWith("$.", at) || text.startsWith("$[", at);
    }

    private Path path() {
        if (!startsAt(text, at)) {
            throw error("a path starts with '$.'");
        }
        at++;
        List<Path.Step> steps = new ArrayList<>();
        while (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == '[')) {
            steps.add(text.charAt(at) == '.' ? name() : bracket());
            if (steps.size() > MAX_STEPS) {
                throw error("a path has at most " + MAX_STEPS + " steps");
            }
        }
        if (at - start > MAX_LENGTH) {
            throw error("a path has at most " + MAX_LENGTH + " characters");
        }
        return rooted(steps, text.substring(start, at));
    }

    private Path.Step name() {
        at++;
        int from = at;
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw error("a name is expected after '.', not " + here());
        }
        return new Path.Step.Member(text.substring(from, at));
    }

    private static boolean isNameCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }

    private Path.Step bracket() {
        at++;
        Path.Step step = at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"') ? quoted() : index();
        if (at == text.length() || text.charAt(at) != ']') {
            throw error("']' is expected, not " + here());
        }
        at++;
        return step;
    }

    private Path.Step quoted() {
        char quote = text.charAt(at++);
        StringBuilder name = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\') {
                at++;
                if (at == text.length() || "\\'\"".indexOf(text.charAt(at)) < 0) {
                    throw error("after '\\' comes a quote or another '\\'");
                }
            }
            name.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw error("the quoted name does not end");
        }
        at++;
        return new Path.Step.Member(name.toString());
    }

    private Path.Step index() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        String digits = text.substring(from, at);
        if (digits.isEmpty()) {
            throw error("an index from 0 or a quoted name is expected in '[ ]', not " + here());
        }
        if (digits.length() > 10 || Long.parseLong(digits) > Integer.MAX_VALUE) {
            throw error("the index " + digits + " is too large");
        }
        return new Path.Step.Element(Integer.parseInt(digits));
    }

    private Path rooted(List<Path.Step> steps, String written) {
        if (steps.isEmpty() || !(steps.get(0) instanceof Path.Step.Member first)) {
            throw error("after '$' comes 'trigger', 'item', 'index', 'key' or a node id");
        }
        List<Path.Step> rest = steps.subList(1, steps.size());
        return switch (first.name()) {
            case "trigger" -> new Path(new Path.Root.Trigger(), rest, written);
            case "item" -> new Path(new Path.Root.Item(), rest, written);
            case "index" -> {
                requireNoSteps(rest, "$.index is a number");
                yield new Path(new Path.Root.Index(), rest, written);
            }
            case "key" -> {
                requireNoSteps(rest, "$.key is a string");
                yield new Path(new Path.Root.Key(), rest, written);
            }
            default -> ofNode(first.name(), rest, written);
        };
    }

    private Path ofNode(String id, List<Path.Step> steps, String written) {
        if (!NodeId.isWellFormed(id)) {
            throw error("'" + id + "' cannot be a node id");
        }
        NodeId node = new NodeId(id);
        if (steps.isEmpty() || !(steps.get(0) instanceof Path.Step.Member facet)) {
            throw error("after the node '" + id + "' comes " + String.join(", ", FACETS));
        }
        List<Path.Step> rest = steps.subList(1, steps.size());
        return switch (facet.name()) {
            case "output" -> new Path(new Path.Root.Output(node), rest, written);
            case "artifacts" -> new Path(new Path.Root.Artifacts(node), rest, written);
            case "status" -> {
                requireNoSteps(rest, "a node's status is a string");
                yield new Path(new Path.Root.Status(node), rest, written);
            }
            case "error" -> new Path(new Path.Root.Failure(node), rest, written);
            default ->
                throw error("after the node '" + id + "' comes output, artifacts, status or error, not '" + facet.name()
                        + "'" + Suggestion.forName(facet.name(), FACETS));
        };
    }

    private void requireNoSteps(List<Path.Step> steps, String why) {
        if (!steps.isEmpty()) {
            throw error(why + "; nothing can follow");
        }
    }

    private String here() {
        return at >= text.length() ? "the end" : "'" + Character.toString(text.codePointAt(at)) + "'";
    }

    private FusciaException error(String message) {
        String shown = text.length() <= 200 ? text : text.substring(0, 200) + "…";
        return new FusciaException(
                ErrorCode.INVALID_DEFINITION,
                "the path in '" + shown + "' is wrong at character " + (at + 1) + ": " + message);
    }
}
