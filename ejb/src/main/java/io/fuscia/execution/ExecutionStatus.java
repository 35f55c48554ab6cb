package io.fuscia.execution;

import java.util.Locale;

/**
 * Where an execution is. The database refuses every transition that {@link #canBecome} does not allow.
 */
public enum ExecutionStatus {
    /** Accepted and stored; waits for its turn. */
    PENDING,
    /** Its nodes run, or wait for a retry. */
    RUNNING,
    /** Someone paused it: nodes that run may finish, none starts. */
    PAUSED,
    /** Every node that had to run succeeded. */
    SUCCEEDED,
    /** It went to its end, but nodes that may fail did. */
    COMPLETED_WITH_ERRORS,
    /** A node failed that must not. */
    FAILED,
    /** Someone cancelled it. */
    CANCELLED,
    /** Its wall time was over before its end. */
    TIMED_OUT;

    /** Whether it is over, for ever. */
    public boolean isTerminal() {
        return switch (this) {
            case PENDING, RUNNING, PAUSED -> false;
            case SUCCEEDED, COMPLETED_WITH_ERRORS, FAILED, CANCELLED, TIMED_OUT -> true;
        };
    }

    /** Whether an execution may go from this status to the other one. */
    public boolean canBecome(ExecutionStatus next) {
        return switch (this) {
            case PENDING ->
                next == RUNNING || next == PAUSED || next == FAILED || next == CANCELLED || next == TIMED_OUT;
            case RUNNING -> next != RUNNING;
            case PAUSED -> next == PENDING || next == RUNNING || next == CANCELLED || next == TIMED_OUT;
            case SUCCEEDED, COMPLETED_WITH_ERRORS, FAILED, CANCELLED, TIMED_OUT -> false;
        };
    }

    /** As documents and rows write it, for example {@code completed_with_errors}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text}. @throws IllegalArgumentException if it is none */
    public static ExecutionStatus parse(String text) {
        for (ExecutionStatus status : values()) {
            if (status.text().equals(text)) {
                return status;
            }
        }
        throw new IllegalArgumentException("not an execution status: " + text);
    }
}
