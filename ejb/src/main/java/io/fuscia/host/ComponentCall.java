package io.fuscia.host;

import io.fuscia.artifact.Digest;
import io.fuscia.wit.runtime.CancellationToken;
import java.time.Duration;
import java.util.Objects;

/**
 * One call of a component.
 *
 * @param component {@code org/name}
 * @param version exact version
 * @param digest which bytes to run
 * @param export the task's or trigger's name
 * @param executionId the execution, or what stands for it with triggers; scopes pairs and artifacts
 * @param nodeId the node's path
 * @param taskId the task
 * @param timeout wall time; zero for the operator's default
 * @param cancellation stops the call from another thread
 */
public record ComponentCall(
        String component,
        String version,
        Digest digest,
        String export,
        String executionId,
        String nodeId,
        String taskId,
        Duration timeout,
        CancellationToken cancellation) {
    public ComponentCall {
        Objects.requireNonNull(component, "component");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(export, "export");
        Objects.requireNonNull(executionId, "executionId");
        Objects.requireNonNull(nodeId, "nodeId");
        Objects.requireNonNull(taskId, "taskId");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(cancellation, "cancellation");
    }

    /** Who runs, as messages name it: {@code org/name@version export 'x' in node 'y'}. */
    String description() {
        return component + "@" + version + " export '" + export + "' in node '" + nodeId + "'";
    }
}
