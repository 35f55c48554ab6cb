package io.fuscia.wit.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Cuts WIT text into tokens, one at a time, since versions look different from everything else. */
final class Lexer {
    private static final String SYMBOLS = "{}()<>,;:=./@*";

    /** Deprecated or strongly discouraged by Unicode. */
    private static final String DISCOURAGED = "\u0149\u0673\u0f77\u0f79\u17a3\u17a4\u17b4\u17b5";

    private final String file;
    private final String text;
    private int at;
    private int line = 1;
    private int lineStart;
    private final StringBuilder documentation = new StringBuilder();

    Lexer(WitSource source) {
        this.file = source.name();
        this.text = source.text();
        skipByteOrderMark();
    }

    private void skipByteOrderMark() {
        if (text.startsWith("\ufeff")) {
            at = 1;
        }
    }

    WitException.Place place() {
        return new WitException.Place(file, line, at - lineStart + 1);
    }

    private WitException error(String message) {
        return new WitException(message, place());
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    private void advance() {
        if (text.charAt(at) == '\n') {
            line++;
            lineStart = at + 1;
        }
        at++;
    }

    private void skipBlanks() {
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == ' ' || next == '\t' || next == '\r' || next == '\n') {
                advance();
            } else if (next == '/' && peek(1) == '/') {
                skipLineComment();
            } else if (next == '/' && peek(1) == '*') {
                skipBlockComment();
            } else {
                return;
            }
        }
    }

    private void skipLineComment() {
        int start = at;
        while (at < text.length() && text.charAt(at) != '\n') {
            checkComment();
            advance();
        }
        String comment = text.substring(start, at);
        if (comment.startsWith("///") && !comment.startsWith("////")) {
            document(comment.substring(3));
        }
    }

    private void document(String line) {
        String stripped = line.stripTrailing();
        documentation
                .append(stripped.startsWith(" ") ? stripped.substring(1) : stripped)
                .append('\n');
    }

    private void skipBlockComment() {
        WitException.Place start = place();
        int from = at;
        int depth = 0;
        do {
            if (at >= text.length()) {
                throw new WitException("the comment does not end", start);
            } else if (peek(0) == '/' && peek(1) == '*') {
                depth++;
                at += 2;
            } else if (peek(0) == '*' && peek(1) == '/') {
                depth--;
                at += 2;
            } else {
                checkComment();
                advance();
            }
        } while (depth > 0);
        String comment = text.substring(from, at);
        if (comment.startsWith("/**") && comment.length() > 4) {
            String[] lines = comment.substring(3, comment.length() - 2).strip().split("\n", -1);
            for (String each : lines) {
                String line = each.strip();
                document(line.startsWith("*") ? line.substring(1) : line);
            }
        }
    }

    /** Characters that make text look different from what it says are refused everywhere. */
    private void checkComment() {
        char next = text.charAt(at);
        boolean control = Character.isISOControl(next) && next != '\t' && next != '\n' && next != '\r';
        boolean direction = (next >= '\u202a' && next <= '\u202e') || (next >= '\u2066' && next <= '\u2069');
        if (control || direction) {
            throw error("a control character");
        }
        if (DISCOURAGED.indexOf(next) >= 0) {
            throw error(describe(next) + ", which Unicode discourages");
        }
    }

    Token next() {
        documentation.setLength(0);
        skipBlanks();
        WitException.Place place = place();
        String comments = documentation.toString().strip();
        if (at >= text.length()) {
            return new Token(Token.Kind.END, "", place, comments);
        }
        char first = text.charAt(at);
        if (isLetter(first)) {
            return new Token(Token.Kind.WORD, word(), place, comments);
        } else if (first == '%') {
            at++;
            if (!isLetter(peek(0))) {
                throw new WitException("a name must follow `%`", place);
            }
            return new Token(Token.Kind.ESCAPED, word(), place, comments);
        } else if (isDigit(first)) {
            int start = at;
            while (isDigit(peek(0))) {
                at++;
            }
            return new Token(Token.Kind.INTEGER, text.substring(start, at), place, comments);
        } else if (first == '_' && !isWordPart(peek(1))) {
            at++;
            return new Token(Token.Kind.SYMBOL, "_", place, comments);
        } else if (first == '-' && peek(1) == '>') {
            at += 2;
            return new Token(Token.Kind.SYMBOL, "->", place, comments);
        } else if (SYMBOLS.indexOf(first) >= 0) {
            at++;
            return new Token(Token.Kind.SYMBOL, String.valueOf(first), place, comments);
        }
        throw error("unexpected character " + describe(text.codePointAt(at)));
    }

    private static String describe(int codePoint) {
        return codePoint > ' ' && codePoint < 127
                ? "`" + Character.toString(codePoint) + "`"
                : String.format("U+%04X", codePoint);
    }

    void skipSpaces() {
        skipBlanks();
    }

    /** Reads text in double quotes, with the escapes of the WebAssembly text format: what they make must be UTF-8. */
    String quoted() {
        WitException.Place start = place();
        if (peek(0) != '"') {
            throw error("expected text in quotes");
        }
        at++;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (peek(0) != '"') {
            if (at >= text.length() || peek(0) == '\n') {
                throw new WitException("the quoted text does not end", start);
            } else if (peek(0) == '\\') {
                at++;
                escape(bytes);
            } else if (peek(0) == '\t' || peek(0) == '\r') {
                throw error("a control character");
            } else {
                checkComment();
                int codePoint = text.codePointAt(at);
                bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(codePoint);
            }
        }
        at++;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new WitException("the quoted text is not UTF-8", start);
        }
    }

    /** Reads what follows a backslash. */
    private void escape(ByteArrayOutputStream bytes) {
        char first = peek(0);
        int simple = "tnr\"'\\".indexOf(first);
        if (simple >= 0) {
            bytes.write("\t\n\r\"'\\".charAt(simple));
            at++;
        } else if (isHex(first) && isHex(peek(1))) {
            bytes.write(Integer.parseInt(text.substring(at, at + 2), 16));
            at += 2;
        } else if (first == 'u' && peek(1) == '{' && isHex(peek(2))) {
            at += 2;
            bytes.writeBytes(Character.toString(scalarValue()).getBytes(StandardCharsets.UTF_8));
        } else {
            throw error("an escape that means nothing");
        }
    }

    /** Reads hexadecimal digits, between which underscores may stand, and the brace that ends them. */
    private int scalarValue() {
        WitException.Place start = place();
        int value = 0;
        do {
            at += peek(0) == '_' ? 1 : 0;
            value = Math.min(value * 16 + Character.digit(peek(0), 16), Character.MAX_CODE_POINT + 1);
            at++;
        } while (isHex(peek(0)) || (peek(0) == '_' && isHex(peek(1))));
        boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
        if (peek(0) != '}' || value > Character.MAX_CODE_POINT || surrogate) {
            throw new WitException("an escape that means nothing", start);
        }
        at++;
        return value;
    }

    /** Reads a semantic version, right after an {@code @}. */
    String version() {
        int start = at;
        numbers();
        if (peek(0) == '-' && isIdentifier(peek(1))) {
            at++;
            int prerelease = at;
            identifiers();
            checkPrerelease(text.substring(prerelease, at));
        }
        if (peek(0) == '+' && isIdentifier(peek(1))) {
            at++;
            identifiers();
        }
        return text.substring(start, at);
    }

    private void checkPrerelease(String identifiers) {
        for (String identifier : identifiers.split("\\.", -1)) {
            if (identifier.length() > 1
                    && identifier.startsWith("0")
                    && identifier.chars().allMatch(c -> isDigit((char) c))) {
                throw error("`" + identifier + "` in a version has a leading zero");
            }
        }
    }

    private void numbers() {
        for (int i = 0; i < 3; i++) {
            if (i > 0) {
                if (peek(0) != '.') {
                    throw error("a version must have three numbers");
                }
                at++;
            }
            if (!isDigit(peek(0)) || (peek(0) == '0' && isDigit(peek(1)))) {
                throw error("a version must have three numbers");
            }
            while (isDigit(peek(0))) {
                at++;
            }
        }
    }

    private void identifiers() {
        while (isIdentifier(peek(0)) || (peek(0) == '.' && isIdentifier(peek(1)))) {
            at++;
        }
    }

    private String word() {
        int start = at;
        WitException.Place place = place();
        while (isWordPart(peek(0)) || (peek(0) == '-' && isWordPart(peek(1)))) {
            at++;
        }
        String word = text.substring(start, at);
        for (String part : word.split("-", -1)) {
            boolean lower = part.chars().anyMatch(c -> c >= 'a' && c <= 'z');
            boolean upper = part.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
            if (lower && upper) {
                throw new WitException("`" + word + "` is not in kebab case", place);
            }
        }
        return word;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isWordPart(char c) {
        return isLetter(c) || isDigit(c);
    }

    private static boolean isIdentifier(char c) {
        return isWordPart(c) || c == '-';
    }
}
