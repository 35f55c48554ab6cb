package io.fuscia.offline;

import io.fuscia.input.JsonValues;
import io.fuscia.workflow.document.LocatedDocument;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a test came to.
 *
 * @param violated what was not as expected; empty if the test passed
 * @param log what guests logged, oldest first
 */
record TestResult(TestCase test, List<Violated> violated, Duration took, List<String> log) {
    TestResult {
        Objects.requireNonNull(test, "test");
        violated = List.copyOf(violated);
        Objects.requireNonNull(took, "took");
        log = List.copyOf(log);
    }

    JsonObject toJson(LocatedDocument document) {
        JsonArrayBuilder failures = JsonValues.JSON.createArrayBuilder();
        for (Violated each : violated) {
            LocatedDocument.Position position = document.position(each.pointer());
            failures.add(JsonValues.JSON
                    .createObjectBuilder()
                    .add("pointer", each.pointer())
                    .add("line", position.line())
                    .add("column", position.column())
                    .add("message", each.message()));
        }
        JsonArrayBuilder lines = JsonValues.JSON.createArrayBuilder();
        log.forEach(lines::add);
        return JsonValues.JSON
                .createObjectBuilder()
                .add("name", test.name())
                .add("passed", violated.isEmpty())
                .add("duration_ms", took.toMillis())
                .add("failures", failures)
                .add("log", lines)
                .build();
    }
}
