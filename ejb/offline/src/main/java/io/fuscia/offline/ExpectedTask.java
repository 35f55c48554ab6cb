package io.fuscia.offline;

import jakarta.json.JsonValue;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a test wants of a task; what is empty may be anything.
 *
 * @param pointer where the expect file says so, to be named when it is not met
 * @param status a task status in lower case
 * @param output the whole output
 * @param outputIncludes members that the output has, at any depth; arrays are compared whole
 * @param inputIncludes the same for the evaluated inputs
 * @param error a part of the error's message
 */
record ExpectedTask(
        TaskName task,
        String pointer,
        Optional<String> status,
        OptionalInt attempts,
        Optional<JsonValue> output,
        Optional<JsonValue> outputIncludes,
        Optional<JsonValue> inputIncludes,
        Optional<String> error) {
    ExpectedTask {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(attempts, "attempts");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(outputIncludes, "outputIncludes");
        Objects.requireNonNull(inputIncludes, "inputIncludes");
        Objects.requireNonNull(error, "error");
    }
}
