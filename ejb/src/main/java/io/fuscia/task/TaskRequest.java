package io.fuscia.task;

import io.fuscia.workflow.LockedComponent;
import io.fuscia.workflow.NodeDefinition;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One attempt to run.
 *
 * @param node the node; a component, an http node, or a join with a component
 * @param component the pinned component, for nodes that have one
 * @param inputs evaluated inputs. For http nodes {@code {method, url, headers?, query?, body?, auth?}} with
 *     {@code auth = {type: basic, username, password} | {type: bearer, token} | {type: header, name, value}}
 * @param timeout wall time of the attempt; zero for the operator's limit alone
 */
public record TaskRequest(
        NodeDefinition node,
        Optional<LockedComponent> component,
        JsonObject inputs,
        TaskContext context,
        Duration timeout) {
    public TaskRequest {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(component, "component");
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(timeout, "timeout");
    }
}
