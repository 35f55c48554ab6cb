package io.fuscia.execution;

import io.fuscia.artifact.ArtifactReference;
import io.fuscia.artifact.Digest;
import io.fuscia.workflow.NodePath;
import io.fuscia.workflow.NodeType;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One run of one node, as stored; the {@code NodeExecution} of the design.
 *
 * @param origin the execution that ran it, if it was taken over from there
 * @param attempts every attempt, oldest first; empty if none was made
 * @param input evaluated inputs, credentials blanked; empty before the first attempt
 * @param inputDigest digest of the input's canonical text
 * @param output what it gave; empty unless it succeeded
 * @param error why it did not succeed; for skipped and cancelled tasks, why, if there is a reason beyond the graph
 * @param retryDueAt when the next attempt is due; empty unless it waits for one
 */
public record Task(
        ExecutionId executionId,
        NodePath node,
        NodeType type,
        Iteration iteration,
        TaskStatus status,
        Optional<ExecutionId> origin,
        List<Attempt> attempts,
        Optional<JsonObject> input,
        Optional<Digest> inputDigest,
        Optional<JsonValue> output,
        List<ArtifactReference> artifacts,
        Optional<TaskError> error,
        Optional<Instant> retryDueAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {
    public Task {
        Objects.requireNonNull(executionId, "executionId");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(iteration, "iteration");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(origin, "origin");
        attempts = List.copyOf(attempts);
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(inputDigest, "inputDigest");
        Objects.requireNonNull(output, "output");
        artifacts = List.copyOf(artifacts);
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(retryDueAt, "retryDueAt");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(endedAt, "endedAt");
    }

    /** The execution that its last attempt started, if the node calls another workflow. */
    public Optional<ExecutionId> child() {
        return attempts.isEmpty()
                ? Optional.empty()
                : attempts.get(attempts.size() - 1).child();
    }

    /** The same in every attempt, also after a crash: {@code execution_id/node_id/index}. */
    public String taskId() {
        return taskId(executionId, node, iteration);
    }

    static String taskId(ExecutionId execution, NodePath node, Iteration iteration) {
        return execution + "/" + node + "/" + (iteration.indices().isEmpty() ? "0" : iteration.toString());
    }
}
