package io.fuscia.task;

import java.util.Objects;
import java.util.Optional;

/**
 * Who is being run.
 *
 * @param executionId the execution; scopes key-value pairs and artifacts
 * @param nodeId the node's path
 * @param taskId the task: this node in this execution and iteration, the same in every attempt
 * @param idempotencyKey {@code execution_id/node_id/index}: the same in every attempt, also after a crash
 * @param traceparent W3C trace context to pass on, if the execution is traced
 */
public record TaskContext(
        String executionId, String nodeId, String taskId, String idempotencyKey, Optional<String> traceparent) {
    public TaskContext {
        Objects.requireNonNull(executionId, "executionId");
        Objects.requireNonNull(nodeId, "nodeId");
        Objects.requireNonNull(taskId, "taskId");
        Objects.requireNonNull(idempotencyKey, "idempotencyKey");
        Objects.requireNonNull(traceparent, "traceparent");
    }
}
