package io.fuscia.offline;

import java.util.Objects;

/**
 * An expectation that was not met.
 *
 * @param pointer where the expect file says so
 * @param message what was expected and what was there
 */
record Violated(String pointer, String message) {
    Violated {
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(message, "message");
    }
}
