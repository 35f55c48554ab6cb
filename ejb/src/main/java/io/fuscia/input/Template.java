package io.fuscia.input;

import java.util.List;
import java.util.Objects;

/**
 * Text with {@code {{ path | filter }}} expressions, checked when parsed.
 *
 * @param text the template as written
 * @param paths every path it reads
 */
public record Template(String text, List<Path> paths) {
    public Template {
        Objects.requireNonNull(text, "text");
        paths = List.copyOf(paths);
    }
}
