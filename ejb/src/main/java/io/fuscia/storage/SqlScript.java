package io.fuscia.storage;

import java.util.ArrayList;
import java.util.List;

/** Splits a script into statements at semicolons outside quotes, dollar quotes and comments. */
final class SqlScript {
    private final String text;
    private final List<String> statements = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private int at;

    private SqlScript(String text) {
        this.text = text;
    }

    static List<String> statements(String text) {
        SqlScript script = new SqlScript(text);
        script.split();
        return List.copyOf(script.statements);
    }

    private void split() {
        while (at < text.length()) {
            if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("$$", at)) {
                take("$$");
            } else if (text.charAt(at) == '\'' || text.charAt(at) == '"') {
                take(text.substring(at, at + 1));
            } else if (text.charAt(at) == ';') {
                at++;
                end();
            } else {
                current.append(text.charAt(at++));
            }
        }
        end();
    }

    /** Takes everything up to the closing mark; a doubled quote is taken as two quoted texts, which gives the same. */
    private void take(String mark) {
        int close = text.indexOf(mark, at + mark.length());
        if (close < 0) {
            throw new IllegalArgumentException("the script ends inside " + mark);
        }
        current.append(text, at, close + mark.length());
        at = close + mark.length();
    }

    private void end() {
        String statement = current.toString().strip();
        if (!statement.isEmpty()) {
            statements.add(statement);
        }
        current.setLength(0);
    }
}
