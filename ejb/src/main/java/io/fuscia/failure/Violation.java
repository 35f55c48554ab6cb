package io.fuscia.failure;

import java.util.Objects;
import java.util.Optional;

/**
 * One thing wrong (or doubtful) in a document that a caller sent, with the place it is at.
 *
 * @param severity whether it makes the document unusable
 * @param pointer RFC 6901 JSON pointer into the document; empty for the whole document
 * @param code stable snake_case code, for example {@code unknown_node}
 * @param message what is wrong and what would be right, in one or two sentences
 * @param line line in the source text, from 1; 0 if there is no text
 * @param column column in the source text, from 1; 0 if there is no text
 * @param help what to do about it, in one sentence; empty if the message says it all
 */
public record Violation(
        Severity severity, String pointer, String code, String message, int line, int column, Optional<String> help) {

    /** How bad a violation is. */
    public enum Severity {
        /** The document is refused. */
        ERROR,
        /** The document is accepted; the author should look. */
        WARNING
    }

    public Violation {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(help, "help");
    }

    /** A violation whose message says it all. */
    public Violation(Severity severity, String pointer, String code, String message, int line, int column) {
        this(severity, pointer, code, message, line, column, Optional.empty());
    }

    /** The same with advice. */
    public Violation advising(Optional<String> advice) {
        return new Violation(severity, pointer, code, message, line, column, advice);
    }

    /** An error without a place in a source text. */
    public static Violation error(String pointer, String code, String message) {
        return new Violation(Severity.ERROR, pointer, code, message, 0, 0);
    }
}
