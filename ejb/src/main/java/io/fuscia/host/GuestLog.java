package io.fuscia.host;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The lines of one call: kept up to a number, and passed to the server's log with who wrote them. Not thread-safe. */
final class GuestLog {
    private static final System.Logger LOGGER = System.getLogger("io.fuscia.guest");
    private static final int LONGEST_LINE = 8 * 1024;

    private final String origin;
    private final int kept;
    private final int allowed;
    private final Clock clock;
    private final List<LogLine> lines = new ArrayList<>();
    private int count;

    /**
     * @param origin who writes: component, execution and node
     * @param kept lines that are kept
     * @param allowed lines after which the call fails
     */
    GuestLog(String origin, int kept, int allowed, Clock clock) {
        this.origin = origin;
        this.kept = kept;
        this.allowed = allowed;
        this.clock = clock;
    }

    void add(LogLine.Level level, String message) {
        count++;
        if (count > allowed) {
            throw new HostLimit(HostLimit.Which.LOG_LINES, "a call may log " + allowed + " lines");
        }
        if (count == kept + 1) {
            keep(LogLine.Level.WARN, "more than " + kept + " lines: the others are dropped");
        }
        if (count <= kept) {
            keep(level, message.length() > LONGEST_LINE ? message.substring(0, LONGEST_LINE) + "…" : message);
        }
    }

    private void keep(LogLine.Level level, String message) {
        lines.add(new LogLine(clock.instant(), level, message));
        // A guest must not be able to write what looks like another line of the server's log.
        LOGGER.log(severity(level), () -> origin + ": " + message.replaceAll("\\p{Cntrl}", " "));
    }

    private static System.Logger.Level severity(LogLine.Level level) {
        return switch (level) {
            case TRACE -> System.Logger.Level.TRACE;
            case DEBUG -> System.Logger.Level.DEBUG;
            case INFO -> System.Logger.Level.INFO;
            case WARN -> System.Logger.Level.WARNING;
            case ERROR -> System.Logger.Level.ERROR;
        };
    }

    List<LogLine> lines() {
        return List.copyOf(lines);
    }
}
