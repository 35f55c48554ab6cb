package io.fuscia.cli.output;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What is wrong or doubtful in a document, as lines that editors and people can follow to the place. */
public final class Findings {
    private Findings() {}

    /**
     * The errors, then the warnings of a report or problem document: {@code  FILE:LINE:COLUMN /pointer message [code]},
     * each followed by what to do about it.
     *
     * @param source the file; empty if there is none
     */
    public static List<String> lines(String source, JsonObject report) {
        List<String> lines = new ArrayList<>();
        add(lines, source, report, "errors", "");
        add(lines, source, report, "warnings", "warning: ");
        return lines;
    }

    private static void add(List<String> lines, String source, JsonObject report, String member, String label) {
        if (report.get(member) instanceof JsonArray findings) {
            for (JsonObject finding : findings.getValuesAs(JsonObject.class)) {
                lines.add(line(source, finding, label));
                String help = finding.getString("help", "");
                if (!help.isEmpty()) {
                    lines.add("      help: " + help);
                }
            }
        }
    }

    private static String line(String source, JsonObject finding, String label) {
        StringBuilder text = new StringBuilder("  ").append(source);
        if (finding.getInt("line", 0) > 0) {
            text.append(source.isEmpty() ? "line " : ":")
                    .append(finding.getInt("line"))
                    .append(':')
                    .append(finding.getInt("column", 0));
        }
        text.append(text.length() > 2 ? " " : "").append(label);
        String pointer = finding.getString("pointer", "");
        if (!pointer.isEmpty()) {
            text.append(pointer).append(' ');
        }
        return text.append(finding.getString("message", ""))
                .append(" [")
                .append(finding.getString("code", "?"))
                .append(']')
                .toString();
    }
}
