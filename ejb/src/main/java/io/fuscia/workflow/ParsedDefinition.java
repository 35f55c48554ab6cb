package io.fuscia.workflow;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import io.fuscia.workflow.document.LocatedDocument;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the parser made of a document: a definition as good as could be, and everything that is wrong with it. Immutable. */
public final class ParsedDefinition {
    private final Optional<WorkflowDefinition> draft;
    private final Sources sources;
    private final Optional<LocatedDocument> document;
    private final List<Violation> violations;

    ParsedDefinition(
            Optional<WorkflowDefinition> draft,
            Sources sources,
            Optional<LocatedDocument> document,
            List<Violation> violations) {
        this.draft = Objects.requireNonNull(draft, "draft");
        this.sources = Objects.requireNonNull(sources, "sources");
        this.document = Objects.requireNonNull(document, "document");
        this.violations = List.copyOf(violations);
    }

    /** A definition that was not read from a document. */
    public static ParsedDefinition of(WorkflowDefinition definition) {
        return new ParsedDefinition(Optional.of(definition), Sources.of(definition), Optional.empty(), List.of());
    }

    /** Errors and warnings, in the order of the text. */
    public List<Violation> violations() {
        return violations;
    }

    /** Whether there are no errors; warnings do not count. */
    public boolean isValid() {
        return violations.stream().noneMatch(violation -> violation.severity() == Violation.Severity.ERROR);
    }

    /** The definition. @throws FusciaException {@code INVALID_DEFINITION} with all violations if there are errors */
    public WorkflowDefinition orThrow() {
        if (!isValid() || draft.isEmpty()) {
            throw new FusciaException(ErrorCode.INVALID_DEFINITION, Resolution.summary(violations), violations);
        }
        return draft.get();
    }

    /** The definition with whatever stands in for what is wrong; empty if the document is no object. */
    Optional<WorkflowDefinition> draft() {
        return draft;
    }

    Sources sources() {
        return sources;
    }

    Optional<LocatedDocument> document() {
        return document;
    }
}
