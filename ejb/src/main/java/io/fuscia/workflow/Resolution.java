package io.fuscia.workflow;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a definition: the locked workflow, or why there is none.
 *
 * @param workflow present if no violation is an error
 * @param violations errors and warnings, in the order of the text
 */
public record Resolution(Optional<LockedWorkflow> workflow, List<Violation> violations) {
    public Resolution {
        Objects.requireNonNull(workflow, "workflow");
        violations = List.copyOf(violations);
    }

    /**
     * The locked workflow.
     *
     * @throws FusciaException with all violations; {@code FEATURE_NOT_SUPPORTED} if nothing else is wrong, otherwise
     *     {@code INVALID_DEFINITION}
     */
    public LockedWorkflow orThrow() {
        if (workflow.isPresent()) {
            return workflow.get();
        }
        boolean onlyUnsupported = violations.stream()
                .filter(violation -> violation.severity() == Violation.Severity.ERROR)
                .allMatch(violation -> violation.code().equals(UnsupportedFeatures.CODE));
        throw new FusciaException(
                onlyUnsupported ? ErrorCode.FEATURE_NOT_SUPPORTED : ErrorCode.INVALID_DEFINITION,
                summary(violations),
                violations);
    }

    static String summary(List<Violation> violations) {
        List<Violation> errors = violations.stream()
                .filter(violation -> violation.severity() == Violation.Severity.ERROR)
                .toList();
        if (errors.size() == 1) {
            return "the workflow definition is not valid: " + errors.get(0).message();
        }
        return "the workflow definition is not valid: " + errors.size() + " errors, the first: "
                + errors.get(0).message();
    }
}
