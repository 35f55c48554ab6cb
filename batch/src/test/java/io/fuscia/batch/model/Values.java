package io.fuscia.batch.model;

import io.fuscia.input.InputValue;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The few expressions that drawn workflows use, read from their text. */
final class Values {
    private Values() {}

    /** Empty if there is no such value. */
    static Optional<JsonValue> at(String path, ModelGraph graph) {
        List<String> words = List.of(path.substring(2).split("\\.", -1));
        Optional<JsonValue> start =
                switch (words.get(0)) {
                    case "trigger" -> Optional.of(graph.model.payload);
                    case "item" -> Optional.ofNullable(graph.item);
                    case "index" -> Optional.of(JsonValues.number(graph.index));
                    default -> ofNode(words, graph);
                };
        int skip = start.isPresent() && List.of("trigger", "item", "index").contains(words.get(0)) ? 1 : 2;
        for (String member : words.subList(Math.min(skip, words.size()), words.size())) {
            start = start.filter(JsonObject.class::isInstance)
                    .map(value -> value.asJsonObject().get(member));
        }
        return start;
    }

    private static Optional<JsonValue> ofNode(List<String> words, ModelGraph graph) {
        NodeId id = new NodeId(words.get(0));
        ModelGraph owner = graph;
        while (owner != null && !owner.tasks.containsKey(id)) {
            owner = owner.around;
        }
        if (owner == null || !owner.tasks.get(id).isOver()) {
            return Optional.empty();
        }
        ModelTask task = owner.tasks.get(id);
        return words.get(1).equals("status")
                ? Optional.of(JsonValues.string(task.status.text()))
                : Optional.ofNullable(task.output);
    }

    /** {@code path > number} or {@code path <= number}. */
    static boolean holds(String condition, ModelGraph graph) {
        String[] words = condition.split(" ", -1);
        int value = Integer.parseInt(at(words[0], graph).orElseThrow().toString());
        int limit = Integer.parseInt(words[2]);
        return words[1].equals(">") ? value > limit : value <= limit;
    }

    /** Empty if any of them is not there. */
    static Optional<JsonObject> inputs(InputValue.ObjectValue inputs, ModelGraph graph) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (Map.Entry<String, InputValue> input : inputs.members().entrySet()) {
            InputValue.Reference reference = (InputValue.Reference) input.getValue();
            Optional<JsonValue> value = at(reference.path().text(), graph);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            members.put(input.getKey(), value.get());
        }
        return Optional.of(JsonValues.object(members));
    }

    /** The same with every error reduced to its code: the model does not know the words. */
    static JsonValue plain(JsonValue value) {
        if (value instanceof JsonArray array) {
            return JsonValues.array(array.stream().map(Values::plain).toList());
        }
        if (value instanceof JsonObject object) {
            if (object.containsKey("code") && object.containsKey("kind")) {
                return object.get("code");
            }
            Map<String, JsonValue> members = new LinkedHashMap<>();
            object.forEach((name, member) -> members.put(name, plain(member)));
            return JsonValues.object(members);
        }
        return value;
    }
}
