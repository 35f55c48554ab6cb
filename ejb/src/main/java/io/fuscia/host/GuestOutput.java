package io.fuscia.host;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A guest's standard output or error: its lines go to the call's log. */
final class GuestOutput extends OutputStream {
    private static final int LONGEST_LINE = 8 * 1024;

    private final GuestLog log;
    private final LogLine.Level level;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    GuestOutput(GuestLog log, LogLine.Level level) {
        this.log = log;
        this.level = level;
    }

    @Override
    public void write(int next) {
        if (next == '\n') {
            end();
        } else {
            line.write(next);
            if (line.size() >= LONGEST_LINE) {
                end();
            }
        }
    }

    private void end() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        log.add(level, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }

    /** Logs what came after the last end of a line. */
    void finish() {
        if (line.size() > 0) {
            end();
        }
    }
}
