package io.fuscia.execution;

import java.util.Locale;

/** Where one run of one node is. A task that {@link #isTerminal} never changes again; the database refuses it. */
public enum TaskStatus {
    /** Not started, or waiting for a retry. */
    PENDING,
    /** An attempt runs. */
    RUNNING,
    /** Done, with an output. */
    SUCCEEDED,
    /** Its last attempt failed. */
    FAILED,
    /** The graph decided against it: no edge to it was taken, or what it needs failed. */
    SKIPPED,
    /** Stopped, or never started, because the execution or a join needs it no more. */
    CANCELLED,
    /** Its last attempt took longer than allowed. */
    TIMED_OUT;

    /** Whether it is over, for ever. */
    public boolean isTerminal() {
        return switch (this) {
            case PENDING, RUNNING -> false;
            case SUCCEEDED, FAILED, SKIPPED, CANCELLED, TIMED_OUT -> true;
        };
    }

    /** Whether it ran and did not succeed. */
    public boolean isFailure() {
        return this == FAILED || this == TIMED_OUT;
    }

    /** As documents and rows write it, for example {@code timed_out}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text}. @throws IllegalArgumentException if it is none */
    public static TaskStatus parse(String text) {
        for (TaskStatus status : values()) {
            if (status.text().equals(text)) {
                return status;
            }
        }
        throw new IllegalArgumentException("not a task status: " + text);
    }
}
