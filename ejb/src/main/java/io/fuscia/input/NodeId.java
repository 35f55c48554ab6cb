package io.fuscia.input;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of a node, unique in its graph, as paths write it.
 *
 * @param value letters, digits, {@code _} and {@code -}, starting with a letter or {@code _}; at most 64 characters
 */
public record NodeId(String value) implements Comparable<NodeId> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

    /** @throws IllegalArgumentException if the value is not of the form above */
    public NodeId {
        Objects.requireNonNull(value, "value");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a node id: " + value);
        }
    }

    /** Whether the text can be a node id. */
    public static boolean isWellFormed(String text) {
        return text != null && FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
