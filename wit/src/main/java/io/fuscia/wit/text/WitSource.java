package io.fuscia.wit.text;

import java.util.Objects;

/**
 * One file of WIT text.
 *
 * @param name for messages
 */
public record WitSource(String name, String text) {
    /** Checks that nothing is null. */
    public WitSource {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(text, "text");
    }
}
