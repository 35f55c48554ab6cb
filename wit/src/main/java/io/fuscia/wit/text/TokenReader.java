package io.fuscia.wit.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads tokens with one of lookahead and says what it expected. */
final class TokenReader {
    private final Lexer lexer;
    private final StringBuilder taken = new StringBuilder();
    private Token next;

    TokenReader(WitSource source) {
        this.lexer = new Lexer(source);
        this.next = lexer.next();
    }

    Token peek() {
        return next;
    }

    WitException.Place place() {
        return next.place();
    }

    Token take() {
        Token token = next;
        next = lexer.next();
        taken.append(token.kind() == Token.Kind.ESCAPED ? "%" : "")
                .append(token.text())
                .append(' ');
        return token;
    }

    WitException unexpected(String expected) {
        return new WitException("expected " + expected + ", found " + next.description(), next.place());
    }

    boolean at(String symbol) {
        return next.isSymbol(symbol);
    }

    boolean atWord(String word) {
        return next.isWord(word);
    }

    boolean skip(String symbol) {
        if (at(symbol)) {
            take();
            return true;
        }
        return false;
    }

    boolean skipWord(String word) {
        if (atWord(word)) {
            take();
            return true;
        }
        return false;
    }

    void expect(String symbol) {
        if (!skip(symbol)) {
            throw unexpected("`" + symbol + "`");
        }
    }

    void expectWord(String word) {
        if (!skipWord(word)) {
            throw unexpected("`" + word + "`");
        }
    }

    /** A name: any word that is no keyword, or an escaped one. */
    String name() {
        return notKeyword(word());
    }

    static String notKeyword(Token word) {
        if (word.kind() == Token.Kind.WORD && Keywords.isKeyword(word.text())) {
            throw new WitException(
                    "expected a name, found the keyword `" + word.text() + "` (write `%" + word.text() + "`)",
                    word.place());
        }
        return word.text();
    }

    /** A name within a package path, where keywords cannot be meant. */
    String pathName() {
        return word().text();
    }

    Token word() {
        if (next.kind() == Token.Kind.WORD || next.kind() == Token.Kind.ESCAPED) {
            return take();
        }
        throw unexpected("a name");
    }

    /** Says so where a package's name goes on as those with nested namespaces or packages do. */
    void refuseNested(String separator) {
        if (at(separator)) {
            throw new WitException("nested namespaces and packages are not supported", place());
        }
    }

    /** Remembers a place for {@link #takenSince}. */
    int mark() {
        return taken.length();
    }

    /** Returns what was taken since then; the same for text that differs only in blanks and comments. */
    String takenSince(int mark) {
        return taken.substring(mark);
    }

    /** Reads {@code @version} if it is there. The lookahead is the {@code @}, so the lexer stands right behind it. */
    Optional<String> versionIfAny() {
        if (!at("@")) {
            return Optional.empty();
        }
        String version = lexer.version();
        next = lexer.next();
        taken.append('@').append(version).append(' ');
        return Optional.of(version);
    }

    /** Reads a version where the lookahead is the symbol before it. */
    String versionBehind(String symbol) {
        return behind(symbol, lexer::version);
    }

    /** Reads quoted text where the lookahead is the symbol before it. */
    String quotedBehind(String symbol) {
        return behind(symbol, lexer::quoted);
    }

    /** What follows a symbol is read by the lexer in a way of its own, not as the next token. */
    private String behind(String symbol, Supplier<String> text) {
        if (!at(symbol)) {
            throw unexpected("`" + symbol + "`");
        }
        lexer.skipSpaces();
        String read = text.get();
        next = lexer.next();
        taken.append(symbol).append(read).append(' ');
        return read;
    }

    /** Reads items separated by commas, the last one optionally followed by one, up to and with the closing symbol. */
    <T> List<T> commas(String close, Supplier<T> item) {
        List<T> items = new ArrayList<>();
        while (!skip(close)) {
            items.add(item.get());
            if (!skip(",")) {
                expect(close);
                break;
            }
        }
        return items;
    }
}
