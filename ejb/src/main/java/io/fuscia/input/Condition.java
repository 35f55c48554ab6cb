package io.fuscia.input;

import java.util.List;
import java.util.Objects;

/**
 * The {@code when} of an edge: a side-effect-free boolean expression over paths, checked when parsed.
 *
 * @param text the expression as written
 * @param paths every path it reads, in order; the n-th is the variable {@code $p<n>} of the program
 * @param program the same in the expression library's language, made of nothing but what {@link ConditionParser} lets
 *     through
 */
public record Condition(String text, List<Path> paths, String program) {
    public Condition {
        Objects.requireNonNull(text, "text");
        paths = List.copyOf(paths);
        Objects.requireNonNull(program, "program");
    }

    /** What {@code when: default} means: the edge is taken if no other conditional edge from its node is. */
    public static final Condition DEFAULT = new Condition("default", List.of(), "true");

    /** Whether it is {@link #DEFAULT}, which cannot be decided by itself. */
    public boolean isDefault() {
        return equals(DEFAULT);
    }
}
