package io.fuscia.wit.wasi.http;

import java.util.Objects;

/**
 * One header field.
 *
 * @param name a token of RFC 9110
 * @param value visible characters, blanks and tabs of ISO 8859-1
 */
public record HttpField(String name, String value) {
    /** Checks the syntax, which is what stands between a value and request smuggling. */
    public HttpField {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        if (!isToken(name)) {
            throw new IllegalArgumentException("not the name of a header: '" + name + "'");
        }
        if (!isValue(value)) {
            throw new IllegalArgumentException("header '" + name + "' has a character that headers cannot carry");
        }
    }

    /** Returns whether the text is a token of RFC 9110: a method or the name of a field. */
    public static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> (c < 128 && Character.isLetterOrDigit(c)) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    /** Returns whether the text can be the value of a field. */
    public static boolean isValue(String text) {
        return text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 256 && c != 127));
    }
}
