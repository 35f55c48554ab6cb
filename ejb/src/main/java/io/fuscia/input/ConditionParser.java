package io.fuscia.input;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The gate in front of the expression library: reads a condition, lets only comparisons, boolean and arithmetic
 * operators, literals, paths and a few functions pass, and writes them as a JSONata program in which every path is a
 * variable. JSONata itself can loop, recurse, define functions, match regular expressions and build huge ranges; none of
 * its syntax for that gets through here.
 *
 * <pre>
 * operators  = == != &lt; &lt;= &gt; &gt;= and && or || not ! in + - * / %
 * functions  exists count length contains lowercase uppercase trim number string boolean sum min max average abs floor ceil type
 * literals   numbers, 'text', "text", true, false, null, [ a, b ]
 * </pre>
 */
public final class ConditionParser {
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_OPERATORS = 100;
    private static final Map<String, Integer> FUNCTIONS = Map.ofEntries(
            Map.entry("exists", 1),
            Map.entry("count", 1),
            Map.entry("length", 1),
            Map.entry("contains", 2),
            Map.entry("lowercase", 1),
            Map.entry("uppercase", 1),
            Map.entry("trim", 1),
            Map.entry("number", 1),
            Map.entry("string", 1),
            Map.entry("boolean", 1),
            Map.entry("not", 1),
            Map.entry("sum", 1),
            Map.entry("min", 1),
            Map.entry("max", 1),
            Map.entry("average", 1),
            Map.entry("abs", 1),
            Map.entry("floor", 1),
            Map.entry("ceil", 1),
            Map.entry("type", 1));

    /** An open bracket: how it closes, how many operands it may hold, how many it has had. */
    private static final class Group {
        private final char close;
        private final int operands;
        private final String owner;
        private int commas;
        /** Written after the closing bracket. */
        private String after = "";

        private Group(char close, int operands, String owner) {
            this.close = close;
            this.operands = operands;
            this.owner = owner;
        }
    }

    private final String text;
    private final StringBuilder program = new StringBuilder();
    private final List<Path> paths = new ArrayList<>();
    private final Deque<Group> open = new ArrayDeque<>();
    private int at;
    private boolean operandNext = true;
    private int operators;

    private ConditionParser(String text) {
        this.text = text;
    }

    /**
     * Reads a condition.
     *
     * @throws FusciaException {@code INVALID_DEFINITION} with a message that says what is wrong at which character
     */
    public static Condition parse(String text) {
        return text.strip().equals(Condition.DEFAULT.text())
                ? Condition.DEFAULT
                : new ConditionParser(text).condition();
    }

    private Condition condition() {
        if (text.length() > MAX_LENGTH) {
            throw error("a condition has at most " + MAX_LENGTH + " characters");
        }
        skipSpace();
        while (at < text.length()) {
            if (operandNext) {
                operand();
            } else {
                operator();
            }
            skipSpace();
        }
        if (operandNext) {
            throw error("a value is expected, not the end");
        }
        if (!open.isEmpty()) {
            throw error("'" + open.peek().close + "' is missing");
        }
        return new Condition(text, paths, program.toString().trim());
    }

    private void operand() {
        char c = text.charAt(at);
        if (PathParser.startsAt(text, at)) {
            PathParser.Prefix prefix = PathParser.parsePrefix(text, at);
            at = prefix.end();
            emitOperand("$p" + paths.size());
            paths.add(prefix.path());
        } else if (c == '\'' || c == '"') {
            emitOperand(quoted());
        } else if (c >= '0' && c <= '9') {
            emitOperand(number());
        } else if (c == '(') {
            open(new Group(')', 1, "( )"), "(");
        } else if (c == '[') {
            open(new Group(']', Integer.MAX_VALUE, "[ ]"), "[");
        } else if (c == ']'
                && open.peek() != null
                && open.peek().close == ']'
                && program.toString().endsWith("[ ")) {
            closeGroup();
        } else if (c == '-' && !program.toString().endsWith("- ")) {
            at++;
            program.append("- ");
        } else if (c == '!' && !text.startsWith("!=", at)) {
            at++;
            negation();
        } else if (Character.isLetter(c) || c == '$') {
            word();
        } else {
            throw error("a path, a value or a function is expected, not " + here());
        }
    }

    private void word() {
        int from = at;
        if (text.charAt(at) == '$') {
            at++;
        }
        String word = letters();
        switch (word) {
            case "true", "false", "null" -> emitOperand(word);
            case "not" -> negation();
            default -> {
                if (!FUNCTIONS.containsKey(word)) {
                    at = from;
                    throw error("there is no function '" + word + "' for conditions"
                            + Suggestion.forName(word, FUNCTIONS.keySet())
                            + "; text needs quotes, a path starts with '$.'");
                }
                skipSpace();
                if (at == text.length() || text.charAt(at) != '(') {
                    throw error("'(' is expected after the function '" + word + "'");
                }
                open(new Group(')', FUNCTIONS.get(word), word), "$" + word + "(");
            }
        }
    }

    /** {@code not(...)}, {@code !(...)}, {@code not path}, {@code !path}: the library has a function only. */
    private void negation() {
        skipSpace();
        if (at < text.length() && text.charAt(at) == '(') {
            open(new Group(')', 1, "not"), "$not(");
        } else if (PathParser.startsAt(text, at)) {
            program.append("$not( ");
            operand();
            program.append(") ");
        } else if (at < text.length() && Character.isLetter(text.charAt(at)) && !text.startsWith("not", at)) {
            negatedCall();
        } else {
            throw error("'not' needs a path, a function or parentheses");
        }
    }

    /** {@code not exists(...)}: the call is wrapped once its bracket closes. */
    private void negatedCall() {
        int depth = open.size();
        program.append("$not( ");
        word();
        if (open.size() == depth) {
            program.append(") ");
        } else {
            open.element().after = ") ";
        }
    }

    private void operator() {
        char c = text.charAt(at);
        if (c == ')' || c == ']') {
            closeGroup();
        } else if (c == ',') {
            comma();
        } else if (Character.isLetter(c)) {
            String word = letters().toLowerCase(Locale.ROOT);
            if (!List.of("and", "or", "in").contains(word)) {
                throw error("an operator is expected, not '" + word + "'");
            }
            emitOperator(word, 0);
        } else {
            symbol();
        }
    }

    private void symbol() {
        for (String[] symbol : new String[][] {
            {"==", "="},
            {"!=", "!="},
            {"<=", "<="},
            {">=", ">="},
            {"&&", "and"},
            {"||", "or"},
            {"=", "="},
            {"<", "<"},
            {">", ">"},
            {"+", "+"},
            {"-", "-"},
            {"*", "*"},
            {"/", "/"},
            {"%", "%"}
        }) {
            if (text.startsWith(symbol[0], at)) {
                emitOperator(symbol[1], symbol[0].length());
                return;
            }
        }
        throw error("an operator is expected, not " + here());
    }

    private void open(Group group, String emitted) {
        if (open.size() >= MAX_DEPTH) {
            throw error("a condition is nested at most " + MAX_DEPTH + " deep");
        }
        at++;
        open.push(group);
        program.append(emitted).append(' ');
        operandNext = true;
    }

    private void closeGroup() {
        char c = text.charAt(at);
        Group group = open.peek();
        if (group == null || group.close != c) {
            throw error("there is nothing that '" + c + "' closes");
        }
        if (group.operands != Integer.MAX_VALUE && group.commas + 1 != group.operands) {
            throw error("'" + group.owner + "' takes " + group.operands + " values, not " + (group.commas + 1));
        }
        open.pop();
        at++;
        emitOperand(c + " " + group.after);
    }

    private void comma() {
        Group group = open.peek();
        if (group == null || group.commas + 1 >= group.operands) {
            throw error("no ',' is expected here");
        }
        group.commas++;
        emitOperator(",", 1);
    }

    private String quoted() {
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\\') {
                if (at == text.length() || "\\'\"".indexOf(text.charAt(at)) < 0) {
                    throw error("after '\\' comes a quote or another '\\'");
                }
                c = text.charAt(at++);
            }
            value.append(c);
        }
        if (at == text.length()) {
            throw error("the quoted text does not end");
        }
        at++;
        return JsonValues.canonical(JsonValues.string(value.toString()));
    }

    private String number() {
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        String number = text.substring(from, at);
        if (!number.matches("[0-9]{1,18}(\\.[0-9]{1,18})?")) {
            at = from;
            throw error("'" + number + "' is not a number of at most 18 digits");
        }
        return number;
    }

    private String letters() {
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(from, at);
    }

    private void emitOperand(String token) {
        program.append(token).append(' ');
        operandNext = false;
    }

    private void emitOperator(String token, int length) {
        if (++operators > MAX_OPERATORS) {
            throw error("a condition has at most " + MAX_OPERATORS + " operators and commas");
        }
        at += length;
        program.append(token).append(' ');
        operandNext = true;
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
                ErrorCode.INVALID_DEFINITION, "the condition is wrong at character " + (at + 1) + ": " + message);
    }
}
