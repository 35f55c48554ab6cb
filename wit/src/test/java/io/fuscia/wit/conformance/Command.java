package io.fuscia.wit.conformance;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One command of a reference script. */
sealed interface Command {
    int line();

    /** A component that has to be accepted. */
    record Define(int line, Path file, Optional<String> name, boolean instantiate) implements Command {}

    /** Instantiates a definition (the last one when unnamed). */
    record Instantiate(int line, Optional<String> definition, Optional<String> name) implements Command {}

    /** A component that has to be refused. */
    record Refuse(int line, Path file, Refusal refusal) implements Command {}

    /** A component whose instantiation has to trap. */
    record TrapAtStart(int line, Path file, String text) implements Command {}

    /** A call and what it has to return. */
    record Call(int line, Action action, List<JsonValue> expected) implements Command {}

    /** A call that has to trap. */
    record CallTraps(int line, Action action, String text) implements Command {}

    /** How a component is refused. */
    enum Refusal {
        MALFORMED,
        INVALID,
        UNLINKABLE
    }

    /** A call of an export of an instance, the current one when unnamed. */
    record Action(Optional<String> instance, String function, List<JsonValue> arguments) {}

    /** Reads a command; an unknown one is an error, so that none is skipped unseen. */
    static Command of(JsonObject json, Path folder) {
        int line = json.getInt("line");
        String type = json.getString("type");
        return switch (type) {
            case "module" -> new Define(line, file(json, folder), text(json, "name"), true);
            case "module_definition" -> new Define(line, file(json, folder), text(json, "name"), false);
            case "module_instance" -> new Instantiate(line, text(json, "module"), text(json, "instance"));
            case "assert_malformed" -> new Refuse(line, file(json, folder), Refusal.MALFORMED);
            case "assert_invalid" -> new Refuse(line, file(json, folder), Refusal.INVALID);
            case "assert_unlinkable" -> new Refuse(line, file(json, folder), Refusal.UNLINKABLE);
            case "assert_uninstantiable" -> new TrapAtStart(line, file(json, folder), json.getString("text"));
            case "assert_return" -> new Call(line, action(json), List.copyOf(json.getJsonArray("expected")));
            case "action" -> new Call(line, action(json), List.of());
            case "assert_trap" -> new CallTraps(line, action(json), json.getString("text"));
            default -> throw new IllegalArgumentException("unknown command " + type + " at line " + line);
        };
    }

    private static Path file(JsonObject json, Path folder) {
        return folder.resolve(json.getString("filename"));
    }

    private static Optional<String> text(JsonObject json, String key) {
        return json.containsKey(key) ? Optional.of(json.getString(key)) : Optional.empty();
    }

    private static Action action(JsonObject json) {
        JsonObject action = json.getJsonObject("action");
        if (!action.getString("type").equals("invoke")) {
            throw new IllegalArgumentException("unknown action " + action.getString("type"));
        }
        return new Action(text(action, "module"), action.getString("field"), List.copyOf(action.getJsonArray("args")));
    }
}
