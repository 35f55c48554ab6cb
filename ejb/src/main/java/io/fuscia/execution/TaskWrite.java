package io.fuscia.execution;

import io.fuscia.artifact.Digest;
import io.fuscia.host.LogLine;
import io.fuscia.input.JsonValues;
import io.fuscia.workflow.NodePath;
import io.fuscia.workflow.NodeType;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is to be stored of one task.
 *
 * @param rowExists whether the task has a row already
 * @param attempts how many attempts were begun
 * @param input evaluated inputs, credentials blanked; empty if none were evaluated
 * @param retryDueAt milliseconds since the epoch; null unless it waits for a retry
 * @param startedAt of the first attempt, milliseconds since the epoch; null if there was none
 * @param endedAt milliseconds since the epoch; null unless terminal
 * @param attempt the attempt that goes with it, if one does
 */
record TaskWrite(
        NodePath node,
        NodeType type,
        Iteration iteration,
        boolean rowExists,
        TaskStatus status,
        int attempts,
        Optional<JsonObject> input,
        Optional<JsonValue> output,
        JsonArray artifacts,
        Optional<TaskError> error,
        Long retryDueAt,
        Long startedAt,
        Long endedAt,
        Optional<AttemptWrite> attempt) {
    private static final long CHEAP_MILLIS = 1;

    /**
     * What is to be stored of one attempt.
     *
     * @param rowExists whether it was stored when it started
     * @param endedAt milliseconds since the epoch; null while it runs
     */
    record AttemptWrite(
            boolean rowExists,
            int number,
            TaskStatus status,
            long startedAt,
            Long endedAt,
            Optional<TaskError> error,
            List<LogLine> log) {}

    /** A task that ended without any attempt. */
    static TaskWrite decided(NodePath node, NodeType type, boolean rowExists, NodeEnd result, long now) {
        return new TaskWrite(
                node,
                type,
                Iteration.NONE,
                rowExists,
                result.status(),
                0,
                Optional.empty(),
                result.output(),
                result.artifacts(),
                result.error(),
                null,
                null,
                now,
                Optional.empty());
    }

    /** The same in an iteration of loops. */
    TaskWrite in(Iteration place) {
        return new TaskWrite(
                node,
                type,
                place,
                rowExists,
                status,
                attempts,
                input,
                output,
                artifacts,
                error,
                retryDueAt,
                startedAt,
                endedAt,
                attempt);
    }

    /** The same with what is known of attempts made before. */
    TaskWrite after(int attemptsMade, Long firstStartedAt) {
        return new TaskWrite(
                node,
                type,
                iteration,
                rowExists,
                status,
                attemptsMade,
                input,
                output,
                artifacts,
                error,
                retryDueAt,
                firstStartedAt,
                endedAt,
                attempt);
    }

    /** Whether its last attempt was none, or a short one inside this server. */
    boolean isCheap() {
        return type != NodeType.HTTP
                && type != NodeType.WORKFLOW
                && attempt.filter(made -> made.endedAt() == null || made.endedAt() - made.startedAt() > CHEAP_MILLIS)
                        .isEmpty();
    }

    /** Whether the attempt was the only one, succeeded and logged nothing: nothing of it is not in the task's own row. */
    boolean tellsAll(AttemptWrite made) {
        return status == TaskStatus.SUCCEEDED
                && made.status() == TaskStatus.SUCCEEDED
                && attempts == 1
                && made.number() == 1
                && !made.rowExists()
                && made.log().isEmpty()
                && Long.valueOf(made.startedAt()).equals(startedAt)
                && Objects.equals(made.endedAt(), endedAt);
    }

    Optional<Digest> inputDigest() {
        return input.map(value -> Digest.of(JsonValues.canonical(value)));
    }
}
