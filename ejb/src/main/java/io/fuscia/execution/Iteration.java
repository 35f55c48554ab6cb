package io.fuscia.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which run of a node inside loops: the index in every loop around it, outermost first.
 *
 * @param indices from 0; empty for nodes of the outermost graph
 */
public record Iteration(List<Integer> indices) {
    /** Not in any loop. */
    public static final Iteration NONE = new Iteration(List.of());

    public Iteration {
        indices = List.copyOf(indices);
    }

    /** Reads the form {@link #toString} writes. @throws IllegalArgumentException if it is something else */
    public static Iteration parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        try {
            return new Iteration(
                    Arrays.stream(text.split("/", -1)).map(Integer::valueOf).toList());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not an iteration, as in 3 or 3/14: " + text, e);
        }
    }

    /** An iteration of a loop inside this one. */
    public Iteration child(int index) {
        List<Integer> longer = new ArrayList<>(indices);
        longer.add(index);
        return new Iteration(longer);
    }

    /** Indices with slashes between them, for example {@code 3/14}; empty for {@link #NONE}. */
    @Override
    public String toString() {
        return String.join("/", indices.stream().map(String::valueOf).toList());
    }
}
