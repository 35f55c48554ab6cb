package io.fuscia.input;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** What a path led to. */
sealed interface Resolved {
    /** A value, null included. */
    record Present(JsonValue value) implements Resolved {}

    /** Nothing, and why. */
    record Absent(String reason) implements Resolved {}

    /** Follows a path. Never throws: what is not there is {@link Absent}. */
    static Resolved of(Path path, Scope scope) {
        Path.Root root = path.root();
        if (root instanceof Path.Root.Trigger) {
            return steps(scope.trigger(), path.steps(), "$.trigger");
        }
        if (root instanceof Path.Root.Item || root instanceof Path.Root.Index || root instanceof Path.Root.Key) {
            return ofLoop(path, scope.loop());
        }
        NodeId id = path.node().orElseThrow();
        Optional<Scope.NodeResult> result = scope.node(id);
        if (result.isEmpty()) {
            return new Absent("node '" + id + "' has not run");
        }
        return ofNode(path, id, result.get());
    }

    private static Resolved ofLoop(Path path, Optional<Scope.LoopItem> loop) {
        if (loop.isEmpty()) {
            return new Absent("there is no loop around this node");
        }
        Path.Root root = path.root();
        if (root instanceof Path.Root.Item) {
            return steps(loop.get().item(), path.steps(), "$.item");
        }
        if (root instanceof Path.Root.Index) {
            return new Present(JsonValues.number(loop.get().index()));
        }
        return loop.get()
                .key()
                .<Resolved>map(key -> new Present(JsonValues.string(key)))
                .orElseGet(() -> new Absent("the loop goes over an array, so there is no $.key"));
    }

    private static Resolved ofNode(Path path, NodeId id, Scope.NodeResult result) {
        Path.Root root = path.root();
        if (root instanceof Path.Root.Status) {
            return new Present(JsonValues.string(result.status()));
        }
        if (root instanceof Path.Root.Artifacts) {
            return steps(result.artifacts(), path.steps(), "$." + id + ".artifacts");
        }
        if (root instanceof Path.Root.Failure) {
            return result.error()
                    .map(error -> steps(error, path.steps(), "$." + id + ".error"))
                    .orElseGet(() -> new Absent("node '" + id + "' has no error, it is " + result.status()));
        }
        return result.output()
                .map(output -> steps(output, path.steps(), "$." + id + ".output"))
                .orElseGet(() -> new Absent("node '" + id + "' has no output, it is " + result.status()));
    }

    private static Resolved steps(JsonValue start, List<Path.Step> steps, String startText) {
        JsonValue at = start;
        StringBuilder walked = new StringBuilder(startText);
        for (Path.Step step : steps) {
            JsonValue next = null;
            if (step instanceof Path.Step.Member member) {
                if (!(at instanceof JsonObject object)) {
                    return new Absent(walked + " is " + article(at) + ", which has no member '" + member.name() + "'");
                }
                next = object.get(member.name());
                if (next == null) {
                    return new Absent(walked + " has no member '" + member.name() + "'" + has(object, member.name()));
                }
                walked.append('.').append(member.name());
            } else if (step instanceof Path.Step.Element element) {
                if (!(at instanceof JsonArray array)) {
                    return new Absent(walked + " is " + article(at) + ", which has no element " + element.index());
                }
                if (element.index() >= array.size()) {
                    return new Absent(
                            walked + " has " + array.size() + " elements, so there is none at " + element.index());
                }
                next = array.get(element.index());
                walked.append('[').append(element.index()).append(']');
            }
            at = next;
        }
        return new Present(at);
    }

    private static String article(JsonValue value) {
        String type = JsonValues.typeName(value);
        return type.equals("null") ? "null" : ("aeio".indexOf(type.charAt(0)) >= 0 ? "an " : "a ") + type;
    }

    private static String has(JsonObject object, String name) {
        if (object.isEmpty()) {
            return "; it is empty";
        }
        List<String> names = object.keySet().stream().limit(10).toList();
        return "; it has " + JsonValues.listed(names) + (object.size() > 10 ? " and more" : "")
                + Suggestion.forName(name, object.keySet());
    }
}
