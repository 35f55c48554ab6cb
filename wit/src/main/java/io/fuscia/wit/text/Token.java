package io.fuscia.wit.text;

/**
 * A piece of WIT text.
 *
 * @param text without the escaping {@code %}; empty at the end
 * @param documentation the documentation comments before it; empty if there are none
 */
record Token(Kind kind, String text, WitException.Place place, String documentation) {
    enum Kind {
        /** A name or keyword. */
        WORD,
        /** A name written with {@code %}, never a keyword. */
        ESCAPED,
        INTEGER,
        SYMBOL,
        END
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** Returns whether another token begins where this one ends. */
    boolean touches(Token other) {
        int width = text.length() + (kind == Kind.ESCAPED ? 1 : 0);
        return other.place().line() == place.line() && other.place().column() == place.column() + width;
    }

    /** For messages. */
    String description() {
        return kind == Kind.END ? "the end of the file" : "`" + text + "`";
    }
}
