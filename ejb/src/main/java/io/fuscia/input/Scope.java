package io.fuscia.input;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Objects;
import java.util.Optional;

/** What paths can see when a node is about to run. Implementations need not be thread-safe. */
public interface Scope {
    /** The payload that started the execution. */
    JsonValue trigger();

    /**
     * What became of a node: of the same graph or, inside a loop, of a graph around it.
     *
     * @return empty if the node has not ended
     */
    Optional<NodeResult> node(NodeId id);

    /** The iteration of the innermost loop; empty outside of loops. */
    Optional<LoopItem> loop();

    /**
     * A node's end.
     *
     * @param status lower case, for example {@code succeeded}
     * @param output empty unless it succeeded
     * @param artifacts one object per artifact; empty array if there is none
     * @param error {@code {code, message, …}} if it failed
     */
    record NodeResult(String status, Optional<JsonValue> output, JsonArray artifacts, Optional<JsonObject> error) {
        public NodeResult {
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(output, "output");
            Objects.requireNonNull(artifacts, "artifacts");
            Objects.requireNonNull(error, "error");
        }
    }

    /**
     * One item of a loop.
     *
     * @param index from 0
     * @param key the member's name if the loop goes over an object
     */
    record LoopItem(JsonValue item, int index, Optional<String> key) {
        public LoopItem {
            Objects.requireNonNull(item, "item");
            Objects.requireNonNull(key, "key");
        }
    }
}
