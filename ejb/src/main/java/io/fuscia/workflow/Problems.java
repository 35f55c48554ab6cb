package io.fuscia.workflow;

import io.fuscia.failure.Violation;
import io.fuscia.failure.Violation.Severity;
import io.fuscia.workflow.document.Cursor;
import io.fuscia.workflow.document.LocatedDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects the violations of one document, with their places. At most {@link #MAX} are kept, so that a bad file cannot flood. */
public final class Problems {
    static final int MAX = 500;

    private final Optional<LocatedDocument> document;
    private final Set<Violation> found = new LinkedHashSet<>();
    private boolean errors;
    private boolean cut;

    public Problems(Optional<LocatedDocument> document) {
        this.document = document;
    }

    /** An error at a value. */
    public void error(Cursor at, String code, String message) {
        add(new Violation(
                Severity.ERROR,
                at.pointer(),
                code,
                message,
                at.value().line(),
                at.value().column()));
    }

    /** A warning at a value. */
    public void warning(Cursor at, String code, String message) {
        add(new Violation(
                Severity.WARNING,
                at.pointer(),
                code,
                message,
                at.value().line(),
                at.value().column()));
    }

    /** An error at a member's name. */
    public void errorAtName(Cursor at, String code, String message) {
        LocatedDocument.Position position = at.namePosition();
        add(new Violation(Severity.ERROR, at.pointer(), code, message, position.line(), position.column()));
    }

    /** An error at whatever the pointer names. */
    public void error(String pointer, String code, String message) {
        LocatedDocument.Position position =
                document.map(known -> known.position(pointer)).orElse(new LocatedDocument.Position(0, 0));
        add(new Violation(Severity.ERROR, pointer, code, message, position.line(), position.column()));
    }

    /** A warning at whatever the pointer names. */
    void warning(String pointer, String code, String message) {
        LocatedDocument.Position position =
                document.map(known -> known.position(pointer)).orElse(new LocatedDocument.Position(0, 0));
        add(new Violation(Severity.WARNING, pointer, code, message, position.line(), position.column()));
    }

    /** A violation that somebody else found. */
    public void add(Violation given) {
        Violation violation = given.help().isPresent() ? given : given.advising(Help.of(given.code()));
        errors |= violation.severity() == Severity.ERROR;
        if (found.size() < MAX) {
            found.add(violation);
        } else if (!found.contains(violation)) {
            cut = true;
        }
    }

    public boolean hasErrors() {
        return errors;
    }

    /** In the order of the text; where there is no text, in the order found. */
    public List<Violation> all() {
        List<Violation> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Violation::line).thenComparingInt(Violation::column));
        if (cut) {
            sorted.add(Violation.error("", "too_many_violations", "there are more; only " + MAX + " are listed"));
        }
        return sorted;
    }
}
