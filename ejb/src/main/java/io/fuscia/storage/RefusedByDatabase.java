package io.fuscia.storage;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;

/** A constraint or trigger refused a row: it exists already, or the change is not a legal one. Nothing was written. */
public final class RefusedByDatabase extends FusciaException {
    private static final long serialVersionUID = 1L;

    private final boolean duplicate;

    RefusedByDatabase(boolean duplicate, Throwable cause) {
        super(ErrorCode.ILLEGAL_TRANSITION, "the database refused the change: " + cause.getMessage(), cause);
        this.duplicate = duplicate;
    }

    /** Whether a row with the same key exists already. */
    public boolean isDuplicate() {
        return duplicate;
    }
}
