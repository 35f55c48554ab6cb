package io.fuscia.input;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A scope made by hand from JSON texts. */
public final class TestScope implements Scope {
    private final JsonValue trigger;
    private final Map<NodeId, NodeResult> nodes = new HashMap<>();
    private Optional<LoopItem> loop = Optional.empty();

    public TestScope(String trigger) {
        this.trigger = JsonValues.parse(trigger).orElseThrow();
    }

    public TestScope succeeded(String node, String output) {
        return node(node, "succeeded", Optional.of(JsonValues.parse(output).orElseThrow()), Optional.empty());
    }

    public TestScope skipped(String node) {
        return node(node, "skipped", Optional.empty(), Optional.empty());
    }

    public TestScope failed(String node, String error) {
        return node(node, "failed", Optional.empty(), JsonValues.parse(error).map(JsonValue::asJsonObject));
    }

    public TestScope item(String item, int index, String key) {
        loop = Optional.of(new LoopItem(JsonValues.parse(item).orElseThrow(), index, Optional.ofNullable(key)));
        return this;
    }

    private TestScope node(String node, String status, Optional<JsonValue> output, Optional<JsonObject> error) {
        JsonArray artifacts =
                JsonValues.parse("[{\"id\": \"art-1\"}]").orElseThrow().asJsonArray();
        nodes.put(new NodeId(node), new NodeResult(status, output, artifacts, error));
        return this;
    }

    @Override
    public JsonValue trigger() {
        return trigger;
    }

    @Override
    public Optional<NodeResult> node(NodeId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    @Override
    public Optional<LoopItem> loop() {
        return loop;
    }
}
