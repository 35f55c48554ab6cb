package io.fuscia.wit.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads tokens with one of lookahead and says what it expected. */
final class TokenReader {
    private final Lexer lexer;
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
        Token taken = next;
        next = lexer.next();
        return taken;
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
        if (next.kind() == Token.Kind.ESCAPED || (next.kind() == Token.Kind.WORD && !Keywords.isKeyword(next.text()))) {
            return take().text();
        }
        if (next.kind() == Token.Kind.WORD) {
            throw new WitException(
                    "expected a name, found the keyword `" + next.text() + "` (write `%" + next.text() + "`)",
                    next.place());
        }
        throw unexpected("a name");
    }

    /** A name within a package path, where keywords cannot be meant. */
    String pathName() {
        if (next.kind() == Token.Kind.WORD || next.kind() == Token.Kind.ESCAPED) {
            return take().text();
        }
        throw unexpected("a name");
    }

    /** Reads {@code @version} if it is there. The lookahead is the {@code @}, so the lexer stands right behind it. */
    Optional<String> versionIfAny() {
        if (!at("@")) {
            return Optional.empty();
        }
        String version = lexer.version();
        next = lexer.next();
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
