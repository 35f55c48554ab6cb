package io.fuscia.workflow;

import io.fuscia.failure.Violation;
import io.fuscia.input.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** The warnings of a stored version as the text of its row. */
final class StoredWarnings {
    private StoredWarnings() {}

    /** Null if there are none. */
    static String write(List<Violation> violations) {
        List<JsonObject> warnings = violations.stream()
                .filter(violation -> violation.severity() == Violation.Severity.WARNING)
                .map(StoredWarnings::write)
                .toList();
        return warnings.isEmpty() ? null : JsonValues.array(warnings).toString();
    }

    private static JsonObject write(Violation warning) {
        JsonObjectBuilder out = JsonValues.JSON
                .createObjectBuilder()
                .add("pointer", warning.pointer())
                .add("code", warning.code())
                .add("message", warning.message())
                .add("line", warning.line())
                .add("column", warning.column());
        warning.help().ifPresent(help -> out.add("help", help));
        return out.build();
    }

    /** Reads what {@link #write(List)} wrote. */
    static List<Violation> read(String text) {
        return text == null
                ? List.of()
                : JsonValues.parse(text).map(JsonValue::asJsonArray).orElseThrow().stream()
                        .map(JsonValue::asJsonObject)
                        .map(StoredWarnings::violation)
                        .toList();
    }

    private static Violation violation(JsonObject warning) {
        return new Violation(
                Violation.Severity.WARNING,
                warning.getString("pointer"),
                warning.getString("code"),
                warning.getString("message"),
                warning.getInt("line"),
                warning.getInt("column"),
                Optional.ofNullable(warning.getString("help", null)));
    }
}
