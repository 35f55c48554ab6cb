package io.fuscia.execution;

import io.fuscia.artifact.Digest;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.WorkflowId;
import jakarta.json.JsonValue;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Someone wants a workflow to run.
 *
 * @param version which version; empty: the newest
 * @param trigger which trigger node fired; may be empty if the workflow has exactly one, or exactly one manual one
 * @param payload any JSON value, checked against the workflow's input schema
 * @param idempotencyKey chosen by the caller; the same key with the same request starts one execution only. 1 to 255
 *     characters
 * @param sameness what makes two requests under one key the same; empty: workflow version, trigger and payload do
 * @param traceparent W3C trace context that the execution continues
 */
public record StartRequest(
        WorkflowId workflowId,
        OptionalInt version,
        Optional<NodeId> trigger,
        JsonValue payload,
        Optional<String> idempotencyKey,
        Optional<Digest> sameness,
        Optional<String> traceparent) {
    public StartRequest {
        Objects.requireNonNull(workflowId, "workflowId");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(idempotencyKey, "idempotencyKey");
        Objects.requireNonNull(sameness, "sameness");
        Objects.requireNonNull(traceparent, "traceparent");
    }

    /** A request that is the same as another if version, trigger and payload are. */
    public StartRequest(
            WorkflowId workflowId,
            OptionalInt version,
            Optional<NodeId> trigger,
            JsonValue payload,
            Optional<String> idempotencyKey,
            Optional<String> traceparent) {
        this(workflowId, version, trigger, payload, idempotencyKey, Optional.empty(), traceparent);
    }

    /** The newest version, from its only trigger. */
    public static StartRequest of(WorkflowId workflowId, JsonValue payload) {
        return new StartRequest(
                workflowId, OptionalInt.empty(), Optional.empty(), payload, Optional.empty(), Optional.empty());
    }
}
