package io.fuscia.input;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.harrel.jsonschema.EvaluationContext;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SchemaParsingContext;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The regular expressions of schemas, {@code pattern} and {@code patternProperties}, matched by RE2: in time
 * proportional to the text, whatever the expression. What RE2 cannot do, back references and look-around, is refused
 * when the schema is read, and so are expressions whose counted repetitions would unroll into a huge program.
 */
final class SchemaPatterns {
    private static final int MAX_LENGTH = 1_000;
    /** Steps of the compiled program, about. */
    private static final int MAX_SIZE = 20_000;
    /** Steps times characters of one match. */
    private static final long MAX_WORK = 50_000_000;

    private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");

    /** In place of those that use the backtracking expressions of the JDK. */
    static final EvaluatorFactory EVALUATORS = new EvaluatorFactory.Builder()
            .withKeyword("pattern", (SchemaParsingContext context, JsonNode node) -> new TextEvaluator(node))
            .withKeyword(
                    "patternProperties",
                    (SchemaParsingContext context, JsonNode node) -> new MembersEvaluator(context, node))
            .build();

    private SchemaPatterns() {}

    /** What is wrong with the expressions of a schema, pointers into it. */
    static List<JsonSchemas.Problem> check(JsonObject schema) {
        List<JsonSchemas.Problem> problems = new ArrayList<>();
        walk(schema, "", problems);
        return problems;
    }

    private static void walk(JsonValue schema, String pointer, List<JsonSchemas.Problem> problems) {
        if (schema instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                walk(array.get(i), pointer + "/" + i, problems);
            }
        } else if (schema instanceof JsonObject object) {
            object.forEach((name, value) -> {
                String at = pointer + "/" + JsonValues.pointerToken(name);
                if (name.equals("pattern") && value instanceof JsonString text) {
                    check(text.getString(), at, problems);
                } else if (name.equals("patternProperties") && value instanceof JsonObject members) {
                    members.keySet().forEach(text -> check(text, at + "/" + JsonValues.pointerToken(text), problems));
                }
                if (!DATA.contains(name)) {
                    walk(value, at, problems);
                }
            });
        }
    }

    private static void check(String text, String pointer, List<JsonSchemas.Problem> problems) {
        try {
            Bounded.compile(text);
        } catch (IllegalArgumentException e) {
            problems.add(new JsonSchemas.Problem(pointer, "pattern", e.getMessage()));
        }
    }

    /** An expression with the size of its program. */
    private record Bounded(Pattern pattern, String text, int size) {
        static Bounded compile(String text) {
            if (text.length() > MAX_LENGTH) {
                throw new IllegalArgumentException("a regular expression has at most " + MAX_LENGTH + " characters");
            }
            int size = size(text);
            if (size > MAX_SIZE) {
                throw new IllegalArgumentException("the regular expression '" + text
                        + "' repeats too much: its counts multiply to a huge program");
            }
            try {
                return new Bounded(Pattern.compile(unicode(text)), text, size);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "the regular expression '" + text + "' cannot be used: " + e.getDescription()
                                + " (expressions are RE2's: no back references, no look-around)",
                        e);
            }
        }

        /** ECMAScript writes {@code \\uXXXX}, RE2 {@code \\x{XXXX}}. */
        private static String unicode(String text) {
            StringBuilder out = new StringBuilder(text.length() + 16);
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c != '\\' || i + 1 == text.length()) {
                    out.append(c);
                } else if (text.charAt(i + 1) == 'u' && text.substring(i + 2).matches("(?s)[0-9A-Fa-f]{4}.*")) {
                    out.append("\\x{").append(text, i + 2, i + 6).append('}');
                    i += 5;
                } else if (text.charAt(i + 1) == '/') {
                    out.append('/');
                    i++;
                } else {
                    out.append(c).append(text.charAt(++i));
                }
            }
            return out.toString();
        }

        /** About as many steps as the program gets; saturates. */
        private static int size(String text) {
            List<Long> open = new ArrayList<>(List.of(0L));
            long last = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                int top = open.size() - 1;
                long repeats = c == '{' ? repeats(text, i) : -1;
                if (repeats >= 0) {
                    open.set(top, Math.min(Integer.MAX_VALUE, open.get(top) + last * Math.max(0, repeats - 1)));
                    last *= Math.max(1, repeats);
                    i = text.indexOf('}', i);
                } else if (c == '(') {
                    open.add(0L);
                } else if (c == ')' && top > 0) {
                    last = open.remove(top) + 1;
                    open.set(top - 1, Math.min(Integer.MAX_VALUE, open.get(top - 1) + last));
                } else if ("*+?|".indexOf(c) < 0) {
                    if (c == '\\') {
                        i++;
                    } else if (c == '[') {
                        i = classEnd(text, i);
                    }
                    last = 1;
                    open.set(top, open.get(top) + 1);
                }
            }
            return (int) Math.min(
                    Integer.MAX_VALUE, open.stream().mapToLong(Long::longValue).sum());
        }

        private static int classEnd(String text, int from) {
            for (int i = from + 2; i < text.length(); i++) {
                if (text.charAt(i) == '\\') {
                    i++;
                } else if (text.charAt(i) == ']') {
                    return i;
                }
            }
            return text.length();
        }

        /** The larger count of <code>{m}</code>, <code>{m,}</code>, <code>{m,n}</code>; -1 if it is none. */
        private static long repeats(String text, int from) {
            int to = text.indexOf('}', from);
            if (to < 0 || !text.substring(from + 1, to).matches("[0-9]{1,6}(,[0-9]{0,6})?")) {
                return -1;
            }
            String[] counts = text.substring(from + 1, to).split(",", -1);
            long least = Long.parseLong(counts[0]);
            return counts.length == 1 || counts[1].isEmpty() ? least : Math.max(least, Long.parseLong(counts[1]));
        }

        /** @return false also if that would take too long */
        boolean finds(String value) {
            return isShortEnough(value) && pattern.matcher(value).find();
        }

        boolean isShortEnough(String value) {
            return (long) value.length() * (size + 1) <= MAX_WORK;
        }
    }

    /** {@code pattern}. */
    private static final class TextEvaluator implements Evaluator {
        private final Bounded bounded;

        private TextEvaluator(JsonNode node) {
            if (!node.isString()) {
                throw new IllegalArgumentException();
            }
            bounded = Bounded.compile(node.asString());
        }

        @Override
        public Result evaluate(EvaluationContext context, JsonNode node) {
            if (!node.isString() || bounded.finds(node.asString())) {
                return Result.success();
            }
            String shown = node.asString().length() <= 200
                    ? node.asString()
                    : node.asString().substring(0, 200) + "…";
            return Result.failure(
                    bounded.isShortEnough(node.asString())
                            ? "\"" + shown + "\" does not match regular expression [" + bounded.text() + "]"
                            : "the text is too long for the regular expression [" + bounded.text() + "]");
        }
    }

    /** {@code patternProperties}. */
    private static final class MembersEvaluator implements Evaluator {
        private final Map<Bounded, String> schemas = new HashMap<>();

        private MembersEvaluator(SchemaParsingContext context, JsonNode node) {
            if (!node.isObject()) {
                throw new IllegalArgumentException();
            }
            node.asObject()
                    .forEach((text, schema) -> schemas.put(Bounded.compile(text), context.getAbsoluteUri(schema)));
        }

        @Override
        public Result evaluate(EvaluationContext context, JsonNode node) {
            if (!node.isObject()) {
                return Result.success();
            }
            Set<String> evaluated = new LinkedHashSet<>();
            boolean valid = true;
            for (Map.Entry<String, JsonNode> member : node.asObject().entrySet()) {
                for (Map.Entry<Bounded, String> schema : schemas.entrySet()) {
                    if (!schema.getKey().isShortEnough(member.getKey())) {
                        return Result.failure("a member's name is too long for the regular expression ["
                                + schema.getKey().text() + "]");
                    }
                    if (schema.getKey().finds(member.getKey())) {
                        valid &= context.resolveInternalRefAndValidate(schema.getValue(), member.getValue());
                        evaluated.add(member.getKey());
                    }
                }
            }
            return valid ? Result.success(evaluated) : Result.failure();
        }
    }
}
