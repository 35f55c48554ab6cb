package io.fuscia.workflow;

import io.fuscia.failure.Violation;
import io.fuscia.workflow.document.DocumentFormat;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One stored version of a workflow; never changes.
 *
 * @param number from 1, counting up
 * @param workflow checked and pinned
 * @param jsl the batch job that runs it
 * @param source the definition's text as it was sent
 * @param sourceFormat how to read the text
 * @param warnings what the author should look at, as found when the version was stored
 */
public record WorkflowVersion(
        int number,
        LockedWorkflow workflow,
        String jsl,
        String source,
        DocumentFormat sourceFormat,
        Instant createdAt,
        List<Violation> warnings) {
    public WorkflowVersion {
        Objects.requireNonNull(workflow, "workflow");
        Objects.requireNonNull(jsl, "jsl");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(sourceFormat, "sourceFormat");
        Objects.requireNonNull(createdAt, "createdAt");
        warnings = List.copyOf(warnings);
    }
}
