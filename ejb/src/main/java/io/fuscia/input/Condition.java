package io.fuscia.input;

import java.util.List;
import java.util.Objects;

/**
 * The {@code when} of an edge: a side-effect-free boolean expression over paths, checked when parsed.
 *
 * @param text the expression as written
 * @param paths every path it reads
 */
public record Condition(String text, List<Path> paths) {
    public Condition {
        Objects.requireNonNull(text, "text");
        paths = List.copyOf(paths);
    }
}
