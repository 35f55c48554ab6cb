package io.fuscia.offline;

import io.fuscia.execution.Iteration;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.JsonValues;
import io.fuscia.workflow.NodePath;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An execution of a server, as {@code fuscia execution show ID -o json} prints it: what its nodes gave is what they give
 * in the test, and what became of them is what is expected.
 */
record Recording(JsonObject execution) {
    /** Types of nodes that do something; the engine decides the others. */
    private static final Set<String> RUN = Set.of("component", "http");

    Recording {
        Objects.requireNonNull(execution, "execution");
    }

    /** Reads a file. @throws FusciaException {@code INVALID_REQUEST} if it is not such a file */
    static Recording read(Path file) {
        return JsonValues.parse(new String(ExpectFileReader.bytes(file), StandardCharsets.UTF_8))
                .filter(JsonObject.class::isInstance)
                .map(JsonValue::asJsonObject)
                .filter(object -> object.containsKey("tasks") && object.containsKey("status"))
                .map(Recording::new)
                .orElseThrow(() -> new FusciaException(
                        ErrorCode.INVALID_REQUEST, file + " is not what 'fuscia execution show ID -o json' prints"));
    }

    JsonValue payload() {
        return execution.getOrDefault("payload", JsonValue.EMPTY_JSON_OBJECT);
    }

    String status() {
        return execution.getString("status");
    }

    Map<TaskName, List<Mock>> mocks() {
        Map<TaskName, List<Mock>> mocks = new LinkedHashMap<>();
        for (JsonObject task : tasks()) {
            List<Mock> attempts = attempts(task);
            if (RUN.contains(task.getString("type", "")) && !attempts.isEmpty()) {
                mocks.put(name(task), attempts);
            }
        }
        return mocks;
    }

    List<ExpectedTask> tasks(String pointer) {
        return tasks().stream()
                .map(task -> new ExpectedTask(
                        name(task),
                        pointer,
                        Optional.of(task.getString("status")),
                        OptionalInt.empty(),
                        Optional.ofNullable(task.get("output")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
    }

    private List<JsonObject> tasks() {
        return execution.getJsonArray("tasks").getValuesAs(JsonObject.class);
    }

    private static TaskName name(JsonObject task) {
        return new TaskName(
                Optional.empty(),
                NodePath.parse(task.getString("node_id")),
                Optional.of(Iteration.parse(task.getString("iteration", ""))));
    }

    private static List<Mock> attempts(JsonObject task) {
        List<Mock> attempts = new ArrayList<>();
        if (task.containsKey("attempt_history")) {
            for (JsonObject attempt : task.getJsonArray("attempt_history").getValuesAs(JsonObject.class)) {
                mock(task, attempt).ifPresent(attempts::add);
            }
        }
        return attempts;
    }

    private static Optional<Mock> mock(JsonObject task, JsonObject attempt) {
        return switch (attempt.getString("status", "")) {
            case "succeeded" -> Optional.ofNullable(task.get("output")).map(Mock.Output::new);
            case "failed" ->
                Optional.of(new Mock.Failure(
                        attempt.containsKey("error")
                                ? attempt.getJsonObject("error").getString("message", "")
                                : "",
                        false));
            case "timed_out" -> Optional.of(new Mock.TimesOut());
            default -> Optional.empty();
        };
    }
}
