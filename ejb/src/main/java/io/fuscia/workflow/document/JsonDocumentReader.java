package io.fuscia.workflow.document;

import io.fuscia.failure.FusciaException;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One reading of one JSON text (RFC 8259). A reader of its own because standard parsers tell no places of values. */
final class JsonDocumentReader {
    private static final int MAX_NUMBER_LENGTH = 100;
    private static final int MAX_EXPONENT = 400;

    private final String text;
    private final DocumentLimits limits;
    private int at;
    private int line = 1;
    private int lineStart;
    private int values;

    JsonDocumentReader(String text, int start, DocumentLimits limits) {
        this.text = text;
        this.at = start;
        this.lineStart = start;
        this.limits = limits;
    }

    LocatedValue read() {
        skipSpace();
        if (at == text.length()) {
            throw error("the document is empty");
        }
        LocatedValue root = value(1);
        skipSpace();
        if (at < text.length()) {
            throw error("there is something after the end of the document: " + here());
        }
        return root;
    }

    private LocatedValue value(int depth) {
        if (depth > limits.depth()) {
            throw error("the document is nested deeper than " + limits.depth());
        }
        if (++values > limits.values()) {
            throw error("the document has more than " + limits.values() + " values");
        }
        int startLine = line;
        int startColumn = column();
        if (at == text.length()) {
            throw error("the document ends where a value is expected");
        }
        char c = text.charAt(at);
        if (c == '{') {
            return object(depth, startLine, startColumn);
        }
        if (c == '[') {
            return array(depth, startLine, startColumn);
        }
        if (c == '"') {
            return new LocatedValue.ScalarNode(JsonText.string(string()), startLine, startColumn);
        }
        if (c == '-' || (c >= '0' && c <= '9')) {
            return new LocatedValue.ScalarNode(JsonText.number(number()), startLine, startColumn);
        }
        return new LocatedValue.ScalarNode(keyword(), startLine, startColumn);
    }

    private LocatedValue object(int depth, int startLine, int startColumn) {
        Map<String, LocatedValue.Member> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (take('}')) {
            return new LocatedValue.ObjectNode(members, startLine, startColumn);
        }
        do {
            skipSpace();
            if (at == text.length() || text.charAt(at) != '"') {
                throw error("a member's name in double quotes is expected, not " + here());
            }
            int nameLine = line;
            int nameColumn = column();
            String name = string();
            if (members.containsKey(name)) {
                throw DocumentReader.malformed("the key '" + name + "' is there twice", nameLine, nameColumn);
            }
            skipSpace();
            if (!take(':')) {
                throw error("':' is expected after the name '" + name + "', not " + here());
            }
            skipSpace();
            members.put(name, new LocatedValue.Member(name, nameLine, nameColumn, value(depth + 1)));
            skipSpace();
        } while (take(','));
        if (!take('}')) {
            throw error("',' or '}' is expected, not " + here());
        }
        return new LocatedValue.ObjectNode(members, startLine, startColumn);
    }

    private LocatedValue array(int depth, int startLine, int startColumn) {
        List<LocatedValue> elements = new ArrayList<>();
        at++;
        skipSpace();
        if (take(']')) {
            return new LocatedValue.ArrayNode(elements, startLine, startColumn);
        }
        do {
            skipSpace();
            elements.add(value(depth + 1));
            skipSpace();
        } while (take(','));
        if (!take(']')) {
            throw error("',' or ']' is expected, not " + here());
        }
        return new LocatedValue.ArrayNode(elements, startLine, startColumn);
    }

    private String string() {
        at++;
        StringBuilder result = new StringBuilder();
        while (true) {
            if (at == text.length()) {
                throw error("the document ends inside a string");
            }
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return JsonText.requireWellFormed(result.toString(), this::error);
            }
            if (c < 0x20) {
                throw error("a string contains a raw control character; write it as an escape");
            }
            if (c == '\\') {
                result.append(escape());
            } else {
                result.append(c);
                at++;
            }
        }
    }

    private char escape() {
        if (at + 1 >= text.length()) {
            throw error("the document ends inside a string");
        }
        char kind = text.charAt(at + 1);
        if (kind == 'u') {
            String hex = at + 6 <= text.length() ? text.substring(at + 2, at + 6) : "";
            if (!hex.matches("[0-9A-Fa-f]{4}")) {
                throw error("\\u needs four hexadecimal digits");
            }
            at += 6;
            return (char) Integer.parseInt(hex, 16);
        }
        int index = "\"\\/bfnrt".indexOf(kind);
        if (index < 0) {
            throw error("there is no escape \\" + kind);
        }
        at += 2;
        return "\"\\/\b\f\n\r\t".charAt(index);
    }

    private BigDecimal number() {
        int start = at;
        take('-');
        if (!take('0')) {
            digits("a digit is expected");
        }
        if (at < text.length() && Character.isDigit(text.charAt(at))) {
            throw error("a number does not start with 0");
        }
        if (take('.')) {
            digits("a digit is expected after the decimal point");
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            digits("a digit is expected in the exponent");
        }
        return JsonText.boundedNumber(text.substring(start, at), MAX_NUMBER_LENGTH, MAX_EXPONENT, this::error);
    }

    private void digits(String message) {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw error(message);
        }
    }

    private JsonValue keyword() {
        for (Map.Entry<String, JsonValue> keyword : Map.of(
                        "true", JsonValue.TRUE, "false", JsonValue.FALSE, "null", JsonValue.NULL)
                .entrySet()) {
            if (text.startsWith(keyword.getKey(), at)) {
                at += keyword.getKey().length();
                return keyword.getValue();
            }
        }
        throw error("a value is expected, not " + here());
    }

    private void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                lineStart = at + 1;
            } else if (c != ' ' && c != '\t' && c != '\r') {
                return;
            }
            at++;
        }
    }

    private boolean take(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private int column() {
        return at - lineStart + 1;
    }

    private String here() {
        return at == text.length() ? "the end of the document" : "'" + Character.toString(text.codePointAt(at)) + "'";
    }

    private FusciaException error(String message) {
        return DocumentReader.malformed(message, line, column());
    }
}
