package io.fuscia.cli.test;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What is wrong, a line each, with its place: {@code file:line:column pointer message}. */
final class Findings {
    private Findings() {}

    /** Of a file that could not be used at all; none if it could. */
    static List<String> of(JsonObject file) {
        List<String> lines = new ArrayList<>();
        if (file.containsKey("error")) {
            JsonObject error = file.getJsonObject("error");
            lines.add(error.getString("file") + ": " + error.getString("message"));
            error.getJsonArray("errors")
                    .getValuesAs(JsonObject.class)
                    .forEach(each -> lines.add(line(error.getString("file"), each)));
        }
        return lines;
    }

    /** Of a test; none if it passed. */
    static List<String> of(String file, JsonObject test) {
        return test.getJsonArray("failures").getValuesAs(JsonObject.class).stream()
                .map(each -> line(file, each))
                .toList();
    }

    private static String line(String file, JsonObject finding) {
        String place = finding.getInt("line") > 0 ? ":" + finding.getInt("line") + ":" + finding.getInt("column") : "";
        return file + place + " " + finding.getString("pointer") + " " + finding.getString("message");
    }
}
