package io.fuscia.offline;

import io.fuscia.execution.ExecutionDetail;
import io.fuscia.execution.Iteration;
import io.fuscia.execution.Task;
import io.fuscia.execution.TaskError;
import io.fuscia.input.JsonValues;
import io.fuscia.input.Suggestion;
import io.fuscia.workflow.WorkflowId;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares what an execution came to with what a test expects. */
final class Comparison {
    private final ExecutionDetail detail;
    private final List<ExecutionDetail> called;
    private final List<Violated> violated = new ArrayList<>();

    private Comparison(ExecutionDetail detail, List<ExecutionDetail> called) {
        this.detail = detail;
        this.called = called;
    }

    /** Everything that is not as expected; empty if all is. */
    static List<Violated> compare(TestCase test, ExecutionDetail detail, List<ExecutionDetail> called) {
        Comparison comparison = new Comparison(detail, called);
        comparison.status(test);
        test.tasks().forEach(comparison::task);
        return comparison.violated;
    }

    private void status(TestCase test) {
        String actual = detail.execution().status().text();
        if (!test.status().orElse(actual).equals(actual)) {
            String why = detail.execution()
                    .error()
                    .map(error -> " (" + error.message() + ")")
                    .orElse("");
            violated.add(new Violated(
                    test.pointer() + "/expect/status",
                    "the execution is to be " + test.status().get() + ", but it is " + actual + why));
        }
    }

    private void task(ExpectedTask expected) {
        Optional<WorkflowId> workflow = expected.task().workflow();
        List<Task> named = tasks(workflow)
                .filter(task -> expected.task().names(workflow, task.node(), task.iteration()))
                .toList();
        if (named.isEmpty()) {
            violated.add(
                    new Violated(expected.pointer(), "there is no task " + expected.task() + suggestion(expected)));
        }
        named.forEach(task -> task(expected, task));
    }

    private String suggestion(ExpectedTask expected) {
        Optional<WorkflowId> workflow = expected.task().workflow();
        if (tasks(workflow).findAny().isEmpty()) {
            return ": workflow " + workflow.orElseThrow() + " was not called";
        }
        return Suggestion.forName(
                expected.task().node().toString(),
                tasks(workflow).map(task -> task.node().toString()).distinct().toList());
    }

    /** The tasks of the execution, or those of all executions of a workflow that it called. */
    private Stream<Task> tasks(Optional<WorkflowId> workflow) {
        return workflow.isEmpty()
                ? detail.tasks().stream()
                : called.stream()
                        .filter(each -> each.execution().workflowId().equals(workflow.get()))
                        .flatMap(each -> each.tasks().stream());
    }

    private void task(ExpectedTask expected, Task task) {
        Optional<Iteration> iteration = Optional.of(task.iteration()).filter(at -> !at.equals(Iteration.NONE));
        String name = new TaskName(expected.task().workflow(), task.node(), iteration).toString();
        String actual = task.status().text();
        if (!expected.status().orElse(actual).equals(actual)) {
            String why = task.error().map(error -> " (" + error.message() + ")").orElse("");
            add(expected, "status", name + " is to be " + expected.status().get() + ", but it is " + actual + why);
        }
        int attempts = task.attempts().size();
        if (expected.attempts().orElse(attempts) != attempts) {
            add(
                    expected,
                    "attempts",
                    name + " is to be tried " + expected.attempts().getAsInt() + " times, but it was " + attempts);
        }
        JsonValue output = task.output().orElse(JsonValue.NULL);
        expected.output()
                .flatMap(wanted -> difference(wanted, output, true, ""))
                .ifPresent(difference -> add(expected, "output", name + ": output" + difference));
        expected.outputIncludes()
                .flatMap(wanted -> difference(wanted, output, false, ""))
                .ifPresent(difference -> add(expected, "output_includes", name + ": output" + difference));
        JsonValue input = task.input().<JsonValue>map(value -> value).orElse(JsonValue.NULL);
        expected.inputIncludes()
                .flatMap(wanted -> difference(wanted, input, false, ""))
                .ifPresent(difference -> add(expected, "input_includes", name + ": input" + difference));
        String message = task.error().map(TaskError::message).orElse("");
        if (!message.contains(expected.error().orElse(""))) {
            add(
                    expected,
                    "error",
                    name + " is to fail with '" + expected.error().get() + "', but "
                            + (message.isEmpty() ? "it has no error" : "its error is: " + message));
        }
    }

    private void add(ExpectedTask expected, String member, String message) {
        violated.add(new Violated(expected.pointer() + "/" + member, message));
    }

    /** The first difference, with its path; objects may have more members than wanted unless it is to be exact. */
    private static Optional<String> difference(JsonValue wanted, JsonValue actual, boolean exact, String path) {
        if (wanted instanceof JsonObject object && actual instanceof JsonObject other) {
            for (String member : object.keySet()) {
                Optional<String> found = other.containsKey(member)
                        ? difference(object.get(member), other.get(member), exact, path + "." + member)
                        : Optional.of(path + "." + member + " is missing");
                if (found.isPresent()) {
                    return found;
                }
            }
            return exact
                    ? other.keySet().stream()
                            .filter(member -> !object.containsKey(member))
                            .findFirst()
                            .map(member -> path + "." + member + " is not expected")
                    : Optional.empty();
        }
        if (wanted instanceof JsonArray array && actual instanceof JsonArray other && array.size() == other.size()) {
            for (int i = 0; i < array.size(); i++) {
                Optional<String> found = difference(array.get(i), other.get(i), exact, path + "[" + i + "]");
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        boolean same = (wanted instanceof JsonNumber number && actual instanceof JsonNumber other)
                ? number.bigDecimalValue().compareTo(other.bigDecimalValue()) == 0
                : wanted.equals(actual);
        return same
                ? Optional.empty()
                : Optional.of(
                        path + " is to be " + JsonValues.shown(wanted) + ", but it is " + JsonValues.shown(actual));
    }
}
