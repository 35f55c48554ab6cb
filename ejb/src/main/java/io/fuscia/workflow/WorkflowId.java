package io.fuscia.workflow;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of a workflow, unique on a server.
 *
 * @param value letters, digits, {@code _}, {@code -} and {@code .}, starting with a letter or digit; at most 128
 *     characters
 */
public record WorkflowId(String value) implements Comparable<WorkflowId> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

    /** @throws IllegalArgumentException if the value is not of the form above */
    public WorkflowId {
        Objects.requireNonNull(value, "value");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a workflow id: " + value);
        }
    }

    /** Whether the text can be a workflow id. */
    public static boolean isWellFormed(String text) {
        return text != null && FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(WorkflowId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
