package io.fuscia.execution;

import io.fuscia.artifact.ArtifactReference;
import io.fuscia.artifact.Digest;
import io.fuscia.failure.ErrorCode;
import io.fuscia.host.LogLine;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.NodePath;
import io.fuscia.workflow.NodeType;
import io.fuscia.workflow.WorkflowId;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns rows into the values that callers see, and values into columns. */
final class ExecutionRows {
    private static final int MESSAGE_LIMIT = 4000;

    private ExecutionRows() {}

    static Execution execution(ExecutionRecord row) {
        return new Execution(
                new ExecutionId(row.id),
                new WorkflowId(row.workflowId),
                row.workflowVersion,
                new Digest(row.workflowDigest),
                new NodeId(row.triggerNode),
                ExecutionStatus.parse(row.status),
                Instant.ofEpochMilli(row.createdAt),
                instant(row.startedAt),
                instant(row.endedAt),
                instant(row.deadlineAt),
                instant(row.wakeAt),
                row.cancelRequestedAt != null,
                Optional.ofNullable(row.originId).map(ExecutionId::new),
                error(row.errorCode, row.errorMessage, row.errorDetail),
                Optional.empty());
    }

    static Task task(TaskRecord row, List<Attempt> attempts) {
        return new Task(
                new ExecutionId(row.executionId),
                NodePath.parse(row.nodePath),
                NodeType.valueOf(row.nodeType.toUpperCase(Locale.ROOT)),
                Iteration.parse(row.iteration),
                TaskStatus.parse(row.status),
                Optional.ofNullable(row.originId).map(ExecutionId::new),
                attempts,
                json(row.input).map(JsonValue::asJsonObject),
                Optional.ofNullable(row.inputDigest).map(Digest::new),
                json(row.output),
                artifacts(row.artifacts).getValuesAs(ArtifactReference::fromJson),
                error(row.errorCode, row.errorMessage, row.errorDetail),
                instant(row.retryDueAt),
                instant(row.startedAt),
                instant(row.endedAt));
    }

    /**
     * The attempts at a task.
     *
     * @param stored those with a row; the only attempt that succeeded and logged nothing has none
     */
    static List<Attempt> attempts(TaskRecord task, List<Attempt> stored) {
        boolean told = stored.isEmpty()
                && task.attempts == 1
                && task.status.equals(TaskStatus.SUCCEEDED.text())
                && task.startedAt != null;
        return told
                ? List.of(new Attempt(
                        1,
                        TaskStatus.SUCCEEDED,
                        Instant.ofEpochMilli(task.startedAt),
                        instant(task.endedAt),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()))
                : stored;
    }

    static Attempt attempt(AttemptRecord row) {
        return new Attempt(
                row.number,
                TaskStatus.parse(row.status),
                Instant.ofEpochMilli(row.startedAt),
                instant(row.endedAt),
                error(row.errorCode, row.errorMessage, row.errorDetail),
                Optional.empty(),
                json(row.log)
                        .map(value -> value.asJsonArray().getValuesAs(ExecutionRows::logLine))
                        .orElse(List.of()));
    }

    static NodeEnd result(TaskRecord row) {
        return new NodeEnd(
                TaskStatus.parse(row.status),
                json(row.output),
                artifacts(row.artifacts),
                error(row.errorCode, row.errorMessage, row.errorDetail));
    }

    /** How many items a loop's stored input has. */
    static int items(String input) {
        JsonValue items = json(input).orElseThrow().asJsonObject().get("items");
        return items instanceof JsonArray array
                ? array.size()
                : items.asJsonObject().size();
    }

    static JsonValue payload(ExecutionRecord row) {
        return json(row.payload).orElseThrow();
    }

    static Optional<TaskError> error(String code, String message, String detail) {
        return Optional.ofNullable(code)
                .map(known -> new TaskError(
                        ErrorCode.valueOf(known),
                        message,
                        json(detail).map(JsonValue::asJsonObject).orElse(JsonValue.EMPTY_JSON_OBJECT)));
    }

    private static Optional<JsonValue> json(String text) {
        return text == null
                ? Optional.empty()
                : Optional.of(JsonValues.parse(text)
                        .orElseThrow(() -> new IllegalStateException("stored JSON cannot be read")));
    }

    private static JsonArray artifacts(String text) {
        return json(text).map(JsonValue::asJsonArray).orElse(JsonValue.EMPTY_JSON_ARRAY);
    }

    private static Optional<Instant> instant(Long millis) {
        return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
    }

    /** The row of a task. */
    static TaskRecord record(ExecutionId execution, TaskWrite task) {
        TaskRecord row = new TaskRecord();
        row.executionId = execution.value();
        row.nodePath = task.node().toString();
        row.iteration = task.iteration().toString();
        row.nodeType = task.type().name().toLowerCase(Locale.ROOT);
        row.status = task.status().text();
        row.attempts = task.attempts();
        if (task.input().isPresent()) {
            row.input = task.input().get().toString();
            row.inputDigest = task.inputDigest().orElseThrow().value();
        }
        row.output = task.output().map(JsonValue::toString).orElse(null);
        row.artifacts = task.artifacts().isEmpty() ? null : task.artifacts().toString();
        row.errorKind = task.error().map(ExecutionRows::kind).orElse(null);
        row.errorCode = task.error().map(error -> error.code().name()).orElse(null);
        row.errorMessage = task.error().map(ExecutionRows::message).orElse(null);
        row.errorDetail = task.error().map(ExecutionRows::detail).orElse(null);
        row.retryDueAt = task.retryDueAt();
        row.startedAt = task.startedAt();
        row.endedAt = task.endedAt();
        return row;
    }

    /** The row of an attempt at a task. */
    static AttemptRecord record(TaskRecord task, TaskWrite.AttemptWrite attempt) {
        AttemptRecord row = new AttemptRecord();
        row.executionId = task.executionId;
        row.nodePath = task.nodePath;
        row.iteration = task.iteration;
        row.number = attempt.number();
        row.status = attempt.status().text();
        row.startedAt = attempt.startedAt();
        row.endedAt = attempt.endedAt();
        row.errorKind = attempt.error().map(ExecutionRows::kind).orElse(null);
        row.errorCode = attempt.error().map(error -> error.code().name()).orElse(null);
        row.errorMessage = attempt.error().map(ExecutionRows::message).orElse(null);
        row.errorDetail = attempt.error().map(ExecutionRows::detail).orElse(null);
        row.log = attempt.log().isEmpty() ? null : log(attempt.log()).toString();
        return row;
    }

    private static String kind(TaskError error) {
        return error.code().kind().slug();
    }

    /** NUL is the one character that PostgreSQL's text cannot hold. */
    static String message(TaskError error) {
        String message = error.message().replace('\0', ' ');
        return message.length() <= MESSAGE_LIMIT ? message : message.substring(0, MESSAGE_LIMIT - 1) + "…";
    }

    static String detail(TaskError error) {
        return error.detail().isEmpty() ? null : error.detail().toString();
    }

    private static JsonArray log(List<LogLine> lines) {
        return JsonValues.array(lines.stream()
                .map(line -> JsonValues.JSON
                        .createObjectBuilder()
                        .add("time", line.time().toString())
                        .add("level", line.level().name().toLowerCase(Locale.ROOT))
                        .add("message", line.message())
                        .build())
                .toList());
    }

    private static LogLine logLine(JsonObject line) {
        return new LogLine(
                Instant.parse(line.getString("time")),
                LogLine.Level.valueOf(line.getString("level").toUpperCase(Locale.ROOT)),
                line.getString("message"));
    }
}
