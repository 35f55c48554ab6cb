package io.fuscia.workflow;

import io.fuscia.artifact.Digest;
import io.fuscia.input.NodeId;
import jakarta.json.JsonObject;
import java.util.Objects;
import java.util.Optional;

/**
 * A called workflow as a locked workflow pins it.
 *
 * @param id the called workflow
 * @param version its version's number
 * @param digest content address of that version
 * @param trigger the trigger that a call fires
 * @param inputSchema its input schema at the time of locking
 */
public record LockedSubWorkflow(
        WorkflowId id, int version, Digest digest, NodeId trigger, Optional<JsonObject> inputSchema) {
    public LockedSubWorkflow {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(inputSchema, "inputSchema");
    }
}
