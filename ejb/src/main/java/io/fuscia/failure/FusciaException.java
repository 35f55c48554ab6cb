package io.fuscia.failure;

import jakarta.ejb.ApplicationException;
import java.util.List;
import java.util.Objects;

/**
 * The one exception of Fuscia: a stable {@link ErrorCode}, a sentence for a human, and, for documents, every violation
 * found. Anything that is expected to happen in normal work is a return value instead. Crosses EJB calls unwrapped.
 */
@ApplicationException(rollback = true)
public class FusciaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<Violation> violations;

    /** An error with a message that a caller can act on. */
    public FusciaException(ErrorCode code, String message) {
        this(code, message, List.of(), null);
    }

    /** An error caused by another one. */
    public FusciaException(ErrorCode code, String message, Throwable cause) {
        this(code, message, List.of(), cause);
    }

    /** An error in a document, with all that is wrong in it. */
    public FusciaException(ErrorCode code, String message, List<Violation> violations) {
        this(code, message, violations, null);
    }

    private FusciaException(ErrorCode code, String message, List<Violation> violations, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
        this.violations = List.copyOf(violations);
    }

    /** The stable code; never null. */
    public ErrorCode code() {
        return code;
    }

    /** All violations, in document order; empty unless a document was refused. */
    public List<Violation> violations() {
        return violations == null ? List.of() : violations;
    }
}
