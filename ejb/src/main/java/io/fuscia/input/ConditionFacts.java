package io.fuscia.input;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What certainly holds where a condition holds: its parts that are joined by {@code and}, each a comparison of a path
 * with a literal, an {@code exists}, the negation of something, or just text. Two conditions that say so cannot hold at
 * the same time. Errs on one side only: it may miss a contradiction, it never invents one. Immutable.
 */
public final class ConditionFacts {
    private static final Pattern TOKEN = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|\\S++");
    private static final Map<String, String> FLIPPED =
            Map.of("=", "=", "!=", "!=", "<", ">", "<=", ">=", ">", "<", ">=", "<=");

    /**
     * One part.
     *
     * @param text with paths written out; the same text means the same
     * @param negated whether the text does not hold
     */
    private record Fact(String text, boolean negated, Optional<Comparison> comparison) {}

    private record Comparison(String path, String operator, JsonValue literal) {}

    private final Condition condition;
    private final List<Fact> facts = new ArrayList<>();
    private final Set<NodeId> proved = new HashSet<>();

    private ConditionFacts(Condition condition) {
        this.condition = condition;
    }

    /** Reads a condition. */
    public static ConditionFacts of(Condition condition) {
        ConditionFacts facts = new ConditionFacts(condition);
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(condition.program());
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        facts.read(tokens);
        return facts;
    }

    /** Nodes that certainly succeeded where the condition holds, because it reads their output. */
    public Set<NodeId> provesOutputOf() {
        return Set.copyOf(proved);
    }

    /** Whether the conditions can never hold together. */
    public static boolean contradict(Collection<ConditionFacts> all) {
        Set<String> holds = new HashSet<>();
        Set<String> holdsNot = new HashSet<>();
        Map<String, Range> ranges = new HashMap<>();
        for (ConditionFacts each : all) {
            for (Fact fact : each.facts) {
                (fact.negated() ? holdsNot : holds).add(fact.text());
                if (!fact.negated() && fact.comparison().isPresent()) {
                    Comparison comparison = fact.comparison().get();
                    Range range = ranges.computeIfAbsent(comparison.path(), path -> new Range());
                    if (!range.narrow(comparison)) {
                        return true;
                    }
                }
            }
        }
        return holds.stream().anyMatch(holdsNot::contains);
    }

    private void read(List<String> tokens) {
        List<String> inner = unwrapped(tokens);
        if (topLevel(inner, "or").size() > 1) {
            facts.add(new Fact(text(inner), false, Optional.empty()));
            return;
        }
        List<List<String>> parts = topLevel(inner, "and");
        if (parts.size() > 1) {
            parts.forEach(this::read);
            return;
        }
        if (inner.size() > 2 && inner.get(0).equals("$not(") && closes(inner, 0) == inner.size() - 1) {
            List<String> denied = unwrapped(inner.subList(1, inner.size() - 1));
            facts.add(new Fact(text(denied), true, Optional.empty()));
            return;
        }
        Optional<Comparison> comparison = comparison(inner);
        facts.add(new Fact(text(inner), false, comparison));
        prove(inner, comparison);
    }

    private void prove(List<String> tokens, Optional<Comparison> comparison) {
        if (comparison.isPresent() && !comparison.get().operator().equals("!=")) {
            path(tokens.get(0)).or(() -> path(tokens.get(2))).ifPresent(path -> {
                boolean succeeded = path.root() instanceof Path.Root.Status
                        && comparison.get().operator().equals("=")
                        && comparison.get().literal().equals(JsonValues.string("succeeded"));
                if (path.root() instanceof Path.Root.Output || succeeded) {
                    path.node().ifPresent(proved::add);
                }
            });
        } else if (tokens.size() == 3 && tokens.get(0).equals("$exists(")) {
            path(tokens.get(1))
                    .filter(path -> path.root() instanceof Path.Root.Output)
                    .flatMap(Path::node)
                    .ifPresent(proved::add);
        }
    }

    private Optional<Comparison> comparison(List<String> tokens) {
        if (tokens.size() != 3 || !FLIPPED.containsKey(tokens.get(1))) {
            return Optional.empty();
        }
        Optional<Path> left = path(tokens.get(0));
        Optional<Path> right = path(tokens.get(2));
        if (left.isPresent() == right.isPresent()) {
            return Optional.empty();
        }
        String operator = left.isPresent() ? tokens.get(1) : FLIPPED.get(tokens.get(1));
        String literal = left.isPresent() ? tokens.get(2) : tokens.get(0);
        return JsonValues.parse(literal)
                .map(value -> new Comparison(left.or(() -> right).get().text(), operator, value));
    }

    private Optional<Path> path(String token) {
        return token.matches("\\$p[0-9]{1,4}")
                ? Optional.of(condition.paths().get(Integer.parseInt(token.substring(2))))
                : Optional.empty();
    }

    private String text(List<String> tokens) {
        return String.join(
                " ",
                tokens.stream()
                        .map(token -> path(token).map(Path::text).orElse(token))
                        .toList());
    }

    private static List<String> unwrapped(List<String> tokens) {
        List<String> inner = tokens;
        while (inner.size() > 2 && inner.get(0).equals("(") && closes(inner, 0) == inner.size() - 1) {
            inner = inner.subList(1, inner.size() - 1);
        }
        return inner;
    }

    private static int closes(List<String> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += depth(tokens.get(i));
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static int depth(String token) {
        if (token.startsWith("\"")) {
            return 0;
        }
        return token.endsWith("(") || token.endsWith("[") ? 1 : token.equals(")") || token.equals("]") ? -1 : 0;
    }

    private static List<List<String>> topLevel(List<String> tokens, String operator) {
        List<List<String>> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += depth(tokens.get(i));
            if (depth == 0 && tokens.get(i).equals(operator)) {
                parts.add(tokens.subList(from, i));
                from = i + 1;
            }
        }
        parts.add(tokens.subList(from, tokens.size()));
        return parts;
    }

    /** What one path may still be. */
    private static final class Range {
        private JsonValue equal;
        private final Set<JsonValue> unequal = new HashSet<>();
        private BigDecimal least;
        private boolean leastIn;
        private BigDecimal most;
        private boolean mostIn;

        /** @return false if nothing is left */
        boolean narrow(Comparison comparison) {
            JsonValue literal = plain(comparison.literal());
            switch (comparison.operator()) {
                case "=" -> {
                    if (equal != null && !equal.equals(literal)) {
                        return false;
                    }
                    equal = literal;
                }
                case "!=" -> unequal.add(literal);
                default -> bound(comparison.operator(), literal);
            }
            return isPossible();
        }

        private static JsonValue plain(JsonValue literal) {
            return literal instanceof JsonNumber number
                    ? JsonValues.number(number.bigDecimalValue().stripTrailingZeros())
                    : literal;
        }

        private void bound(String operator, JsonValue literal) {
            if (!(literal instanceof JsonNumber number)) {
                return;
            }
            BigDecimal value = number.bigDecimalValue();
            boolean inclusive = operator.endsWith("=");
            if (operator.startsWith(">")) {
                int order = least == null ? 1 : value.compareTo(least);
                leastIn = order > 0 ? inclusive : order == 0 ? leastIn && inclusive : leastIn;
                least = order > 0 ? value : least;
            } else {
                int order = most == null ? -1 : value.compareTo(most);
                mostIn = order < 0 ? inclusive : order == 0 ? mostIn && inclusive : mostIn;
                most = order < 0 ? value : most;
            }
        }

        private boolean isPossible() {
            if (equal != null && unequal.contains(equal)) {
                return false;
            }
            if (least != null && most != null) {
                int order = least.compareTo(most);
                if (order > 0 || (order == 0 && !(leastIn && mostIn))) {
                    return false;
                }
            }
            if (equal instanceof JsonNumber number) {
                BigDecimal value = number.bigDecimalValue();
                return isInside(value);
            }
            return !(equal instanceof JsonString) || (least == null && most == null);
        }

        private boolean isInside(BigDecimal value) {
            int above = least == null ? 1 : value.compareTo(least);
            int below = most == null ? -1 : value.compareTo(most);
            return (above > 0 || (above == 0 && leastIn)) && (below < 0 || (below == 0 && mostIn));
        }
    }
}
