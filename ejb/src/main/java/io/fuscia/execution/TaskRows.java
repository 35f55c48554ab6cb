package io.fuscia.execution;

import java.util.Optional;

/**
 * The rows of one task and of the attempt that goes with it, as they will be. An attempt of which the task's row tells all
 * has none: see {@link ExecutionRows#attempts}.
 *
 * @param taskExists whether the task has a row already
 * @param attemptExists whether the attempt has one
 */
record TaskRows(TaskRecord task, boolean taskExists, Optional<AttemptRecord> attempt, boolean attemptExists) {
    static TaskRows of(ExecutionId id, TaskWrite write) {
        TaskRecord task = ExecutionRows.record(id, write);
        return new TaskRows(
                task,
                write.rowExists(),
                write.attempt()
                        .filter(attempt -> !write.tellsAll(attempt))
                        .map(attempt -> ExecutionRows.record(task, attempt)),
                write.attempt().filter(TaskWrite.AttemptWrite::rowExists).isPresent());
    }
}
