package io.fuscia.execution;

import io.fuscia.input.JsonValues;
import io.fuscia.input.Scope;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** What a loop goes over: the elements of an array, or the members of an object in their order. Immutable. */
final class LoopItems {
    private final JsonValue collection;
    private final List<JsonValue> values;
    private final List<String> keys;

    private LoopItems(JsonValue collection, List<JsonValue> values, List<String> keys) {
        this.collection = collection;
        this.values = values;
        this.keys = keys;
    }

    /** Empty if the value is neither an array nor an object. */
    static Optional<LoopItems> of(JsonValue value) {
        if (value instanceof JsonArray array) {
            return Optional.of(new LoopItems(value, array, List.of()));
        }
        return value instanceof JsonObject object
                ? Optional.of(new LoopItems(value, List.copyOf(object.values()), List.copyOf(object.keySet())))
                : Optional.empty();
    }

    JsonValue collection() {
        return collection;
    }

    int size() {
        return values.size();
    }

    Scope.LoopItem item(int index) {
        return new Scope.LoopItem(
                values.get(index), index, keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(index)));
    }

    /** {@code {status, output, error, index}}, over an object with {@code key} instead of {@code index}. */
    JsonObject result(int index, NodeEnd end) {
        JsonObjectBuilder result = JsonValues.JSON
                .createObjectBuilder()
                .add("status", end.status().text())
                .add("output", end.output().orElse(JsonValue.NULL))
                .add("error", end.error().<JsonValue>map(NodeEnd::json).orElse(JsonValue.NULL));
        if (keys.isEmpty()) {
            result.add("index", index);
        } else {
            result.add("key", keys.get(index));
        }
        return result.build();
    }
}
