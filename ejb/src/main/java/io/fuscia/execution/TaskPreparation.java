package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.InputEvaluator;
import io.fuscia.input.InputValue;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.LockedComponent;
import io.fuscia.workflow.NodeDefinition;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Evaluates what a node's task gets, in the form that the task runner asks for. Thread-safe. */
final class TaskPreparation {
    private static final JsonValue BLANK = JsonValues.string("***");

    private final InputEvaluator evaluator;

    TaskPreparation(InputEvaluator evaluator) {
        this.evaluator = evaluator;
    }

    /**
     * The task's inputs.
     *
     * @throws FusciaException {@code INVALID_INPUT} with one violation per input that cannot be evaluated
     */
    JsonObject inputs(RunningExecution execution, GraphRun run, NodeDefinition node) {
        GraphProgress scope = run.progress();
        Optional<JsonObject> schema = component(execution, run, node).flatMap(LockedComponent::inputSchema);
        if (node instanceof NodeDefinition.Http http) {
            return evaluator.evaluate(node.id(), request(http), scope, Optional.empty());
        }
        if (node instanceof NodeDefinition.Join) {
            JsonObject branches = scope.branches(node.id());
            Map<String, InputValue> members = new LinkedHashMap<>(node.inputs().members());
            if (members.isEmpty()) {
                branches.forEach((branch, result) -> members.put(branch, new InputValue.Literal(result)));
            } else {
                members.putIfAbsent("branches", new InputValue.Literal(branches));
            }
            return evaluator.evaluate(node.id(), new InputValue.ObjectValue(members), scope, schema);
        }
        if (node instanceof NodeDefinition.SubWorkflow) {
            return evaluator.evaluate(
                    node.id(),
                    node.inputs(),
                    scope,
                    execution.workflow().subWorkflows().get(run.path(node.id())).inputSchema());
        }
        if (node instanceof NodeDefinition.Component) {
            return evaluator.evaluate(node.id(), node.inputs(), scope, schema);
        }
        throw new FusciaException(ErrorCode.INTERNAL, "node '" + node.id() + "' has no task to run");
    }

    /**
     * The items of a loop.
     *
     * @throws FusciaException {@code INVALID_INPUT} if the path leads nowhere, or to neither an array nor an object
     */
    LoopItems items(GraphRun run, NodeDefinition.Loop loop) {
        JsonValue value = evaluator.value(loop.id(), "items", loop.items(), run.progress());
        String expression = loop.items() instanceof InputValue.Reference reference
                ? ", '" + reference.path().text() + "'"
                : "";
        return LoopItems.of(value)
                .orElseThrow(() -> new FusciaException(
                        ErrorCode.INVALID_INPUT,
                        "node '" + loop.id() + "', input 'items'" + expression
                                + ": must be an array or an object; offered was " + JsonValues.shown(value)));
    }

    Optional<LockedComponent> component(RunningExecution execution, GraphRun run, NodeDefinition node) {
        return Optional.ofNullable(execution.workflow().components().get(run.path(node.id())));
    }

    private static InputValue.ObjectValue request(NodeDefinition.Http http) {
        Map<String, InputValue> members = new LinkedHashMap<>();
        members.put("method", new InputValue.Literal(JsonValues.string(http.method())));
        members.put("url", http.url());
        members.put("headers", new InputValue.ObjectValue(http.headers()));
        members.put("query", new InputValue.ObjectValue(http.query()));
        http.body().ifPresent(body -> members.put("body", body));
        http.auth().ifPresent(auth -> members.put("auth", auth(auth)));
        return new InputValue.ObjectValue(members);
    }

    private static InputValue auth(NodeDefinition.HttpAuth auth) {
        Map<String, InputValue> members = new LinkedHashMap<>();
        if (auth instanceof NodeDefinition.HttpAuth.Basic basic) {
            members.put("type", new InputValue.Literal(JsonValues.string("basic")));
            members.put("username", basic.username());
            members.put("password", basic.password());
        } else if (auth instanceof NodeDefinition.HttpAuth.Bearer bearer) {
            members.put("type", new InputValue.Literal(JsonValues.string("bearer")));
            members.put("token", bearer.token());
        } else if (auth instanceof NodeDefinition.HttpAuth.Header header) {
            members.put("type", new InputValue.Literal(JsonValues.string("header")));
            members.put("name", new InputValue.Literal(JsonValues.string(header.name())));
            members.put("value", header.value());
        }
        return new InputValue.ObjectValue(members);
    }

    /** The inputs as they may be stored: credentials blanked. */
    static JsonObject storable(NodeDefinition node, JsonObject inputs) {
        if (!(node instanceof NodeDefinition.Http) || !inputs.containsKey("auth")) {
            return inputs;
        }
        Map<String, JsonValue> auth = new LinkedHashMap<>(inputs.getJsonObject("auth"));
        auth.replaceAll((name, value) ->
                name.equals("password") || name.equals("token") || name.equals("value") ? BLANK : value);
        Map<String, JsonValue> members = new LinkedHashMap<>(inputs);
        members.put("auth", JsonValues.object(auth));
        return JsonValues.object(members);
    }

    /** A failure to evaluate, as a task's error: all violations in its detail. */
    static TaskError error(NodeId node, FusciaException failure) {
        JsonValue violations = JsonValues.array(failure.violations().stream()
                .map(violation -> JsonValues.JSON
                        .createObjectBuilder()
                        .add("pointer", violation.pointer())
                        .add("code", violation.code())
                        .add("message", violation.message())
                        .build())
                .toList());
        String message = failure.getMessage() == null ? "node '" + node + "' failed" : failure.getMessage();
        return new TaskError(
                failure.code(),
                message,
                failure.violations().isEmpty()
                        ? JsonValue.EMPTY_JSON_OBJECT
                        : JsonValues.object(Map.of("violations", violations)));
    }
}
