package io.fuscia.host;

import java.time.Instant;
import java.util.Objects;

/** One line that a guest logged. */
public record LogLine(Instant time, Level level, String message) {
    public LogLine {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(message, "message");
    }

    /** The levels of {@code fuscia:log}, in the order of its enum. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }
}
