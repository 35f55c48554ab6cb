package io.fuscia.execution;

import io.fuscia.artifact.ArtifactReference;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.host.LogLine;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.task.Cancellation;
import io.fuscia.task.TaskContext;
import io.fuscia.task.TaskOutcome;
import io.fuscia.task.TaskRequest;
import io.fuscia.task.TaskRunner;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.RetryPolicy;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Makes one attempt at a node's task, outside any transaction, and says what follows from it. Thread-safe. */
final class TaskAttempt {
    private static final int TRIES_TO_STORE = 60;

    private final TaskPreparation preparation;
    private final TaskRunner tasks;
    private final ExecutionStore store;
    private final DoubleSupplier random;
    private final long storagePatience;

    /**
     * Over these parts.
     *
     * @param random numbers in [0, 1) for the jitter of retries
     * @param storagePatience how long an attempt is repeated that fails because the engine cannot store what it gives
     */
    TaskAttempt(
            TaskPreparation preparation,
            TaskRunner tasks,
            ExecutionStore store,
            DoubleSupplier random,
            Duration storagePatience) {
        this.storagePatience = storagePatience.toMillis();
        this.preparation = preparation;
        this.tasks = tasks;
        this.store = store;
        this.random = random;
    }

    /** What follows from an attempt. */
    sealed interface Result {}

    /** The task is over. */
    record Ended(NodeEnd end, TaskWrite write) implements Result {}

    /**
     * Another attempt is due.
     *
     * @param dueAt milliseconds since the epoch
     */
    record Again(long dueAt, TaskWrite write) implements Result {}

    /** The server leaves while it ran: another attempt will be made, here later or elsewhere. */
    record Left(TaskWrite write) implements Result {}

    /**
     * The task goes on elsewhere: nothing to do until it is signalled, or until then.
     *
     * @param lookAt milliseconds since the epoch
     */
    record Waiting(long lookAt) implements Result {}

    Result make(RunningExecution execution, GraphRun run, NodeId node, NodeSlot slot) {
        Cancellation own = new Cancellation();
        execution.tried();
        NodeSlot.RunningAttempt begun = slot.begin(store.now(), own);
        TaskOutcome outcome;
        try (Cancellation.Registration link = run.cancellation()
                .onCancel(() -> own.cancel(run.cancellation().reason().orElseThrow()))) {
            outcome = perform(execution, run, node, slot, begun, own);
        }
        NodeSlot.RunningAttempt finished = slot.finish();
        // Cleared in any case: Derby closes the connection of a thread that is interrupted.
        if (Thread.interrupted() && !own.isCancelled()) {
            own.cancel(Cancellation.Reason.SERVER_LEAVES);
            execution.cancellation().cancel(Cancellation.Reason.SERVER_LEAVES);
        }
        return conclude(execution, run, node, slot, finished, outcome, own.reason());
    }

    private TaskOutcome perform(
            RunningExecution execution,
            GraphRun run,
            NodeId node,
            NodeSlot slot,
            NodeSlot.RunningAttempt begun,
            Cancellation own) {
        NodeDefinition definition = run.graph().node(node);
        JsonObject inputs;
        try {
            inputs = preparation.inputs(execution, run, definition);
        } catch (FusciaException e) {
            TaskError error = TaskPreparation.error(node, e);
            return new TaskOutcome.Failed(error.code(), error.message(), false, error.detail());
        }
        slot.evaluated(TaskPreparation.storable(definition, inputs));
        if (definition instanceof NodeDefinition.Join join && join.component().isEmpty()) {
            return new TaskOutcome.Succeeded(inputs, List.of());
        }
        try {
            return tasks.run(
                    new TaskRequest(
                            definition,
                            preparation.component(execution, run, definition),
                            inputs,
                            context(execution, run, node),
                            Duration.ofMillis(definition.settings().timeoutMs().orElse(0))),
                    own);
        } catch (RuntimeException e) {
            System.getLogger(TaskAttempt.class.getName())
                    .log(System.Logger.Level.ERROR, "attempt " + begun.number() + " of node " + node + " broke", e);
            return failed(ErrorCode.INTERNAL, "node '" + node + "' broke: " + e);
        }
    }

    private static TaskContext context(RunningExecution execution, GraphRun run, NodeId node) {
        String taskId = Task.taskId(execution.id(), run.path(node), run.iteration());
        return new TaskContext(execution.id().value(), node.value(), taskId, taskId, execution.traceparent());
    }

    private static TaskOutcome.Failed failed(ErrorCode code, String message) {
        return new TaskOutcome.Failed(code, message, false, JsonValue.EMPTY_JSON_OBJECT);
    }

    /** What follows from the outcome of an attempt that was taken out of its slot. */
    Result conclude(
            RunningExecution execution,
            GraphRun run,
            NodeId node,
            NodeSlot slot,
            NodeSlot.RunningAttempt attempt,
            TaskOutcome outcome,
            Optional<Cancellation.Reason> stopped) {
        boolean late = outcome instanceof TaskOutcome.Failed failed && failed.code() == ErrorCode.NODE_TIMED_OUT;
        TaskStatus failure = late ? TaskStatus.TIMED_OUT : TaskStatus.FAILED;
        return conclude(execution, run, node, slot, attempt, outcome, failure, stopped);
    }

    /** @param failure the status if it failed and was not stopped */
    Result conclude(
            RunningExecution execution,
            GraphRun run,
            NodeId node,
            NodeSlot slot,
            NodeSlot.RunningAttempt attempt,
            TaskOutcome outcome,
            TaskStatus failure,
            Optional<Cancellation.Reason> stopped) {
        if (outcome instanceof TaskOutcome.Succeeded succeeded) {
            JsonArray artifacts = JsonValues.array(succeeded.artifacts().stream()
                    .map(ArtifactReference::toJson)
                    .toList());
            return ended(run, node, slot, attempt, NodeEnd.succeeded(succeeded.output(), artifacts), outcome.log());
        }
        TaskOutcome.Failed failed = (TaskOutcome.Failed) outcome;
        if (stopped.filter(reason -> reason == Cancellation.Reason.SERVER_LEAVES)
                .isPresent()) {
            return left(run, run.graph().node(node), slot, attempt, failed);
        }
        if (stopped.isPresent() || failed.code() == ErrorCode.CANCELLED) {
            NodeEnd end = NodeEnd.of(TaskStatus.CANCELLED, stoppedError(stopped, failed));
            return ended(run, node, slot, attempt, end, outcome.log());
        }
        long now = store.now();
        if (isOfTheEngine(failed, run.graph().node(node)) && now - slot.storageFailed(now) < storagePatience) {
            return notStored(run, run.graph().node(node), slot, attempt, failed, now);
        }
        slot.storageWorks();
        NodeEnd end = NodeEnd.of(failure, new TaskError(failed.code(), failed.message(), failed.detail()));
        NodeDefinition definition = run.graph().node(node);
        RetryPolicy policy = definition
                .settings()
                .retryOver(execution.workflow().definition().retry());
        int failures = slot.failed();
        if (!failed.retryable() || failures > policy.maxRetryAttempts()) {
            return ended(run, node, slot, attempt, end, outcome.log());
        }
        long dueAt = now + policy.delayAfter(failures, random.getAsDouble());
        return new Again(
                dueAt,
                write(
                        run,
                        definition,
                        slot,
                        attempt,
                        TaskStatus.PENDING,
                        end,
                        dueAt,
                        null,
                        attemptWrite(attempt, end, now, outcome)));
    }

    /** A called workflow that failed of this was patient itself. */
    private static boolean isOfTheEngine(TaskOutcome.Failed failed, NodeDefinition definition) {
        return failed.code() == ErrorCode.STORAGE_UNAVAILABLE && !(definition instanceof NodeDefinition.SubWorkflow);
    }

    /** A full disk or a database that is away is no failure of the node: its own retries are not used up. */
    private Again notStored(
            GraphRun run,
            NodeDefinition definition,
            NodeSlot slot,
            NodeSlot.RunningAttempt attempt,
            TaskOutcome.Failed outcome,
            long now) {
        NodeEnd end =
                NodeEnd.of(TaskStatus.CANCELLED, new TaskError(outcome.code(), outcome.message(), outcome.detail()));
        long dueAt = now + Math.max(1, storagePatience / TRIES_TO_STORE);
        TaskWrite.AttemptWrite made = attemptWrite(attempt, end, now, outcome);
        return new Again(dueAt, write(run, definition, slot, attempt, TaskStatus.PENDING, end, dueAt, null, made));
    }

    private Left left(
            GraphRun run,
            NodeDefinition definition,
            NodeSlot slot,
            NodeSlot.RunningAttempt attempt,
            TaskOutcome.Failed outcome) {
        NodeEnd end = NodeEnd.of(
                TaskStatus.CANCELLED, new TaskError(ErrorCode.SHUTTING_DOWN, "the server ended while the attempt ran"));
        TaskWrite.AttemptWrite made = attemptWrite(attempt, end, store.now(), outcome);
        return new Left(write(run, definition, slot, attempt, TaskStatus.PENDING, end, null, null, made));
    }

    private static TaskError stoppedError(Optional<Cancellation.Reason> stopped, TaskOutcome.Failed failed) {
        if (stopped.filter(reason -> reason == Cancellation.Reason.EXECUTION_TIMED_OUT)
                .isPresent()) {
            return new TaskError(ErrorCode.EXECUTION_TIMED_OUT, "the execution took longer than its timeout");
        }
        return new TaskError(ErrorCode.CANCELLED, failed.message(), failed.detail());
    }

    private Ended ended(
            GraphRun run, NodeId node, NodeSlot slot, NodeSlot.RunningAttempt attempt, NodeEnd end, List<LogLine> log) {
        long now = store.now();
        NodeDefinition definition = run.graph().node(node);
        TaskWrite.AttemptWrite made = new TaskWrite.AttemptWrite(
                attempt.stored(), attempt.number(), end.status(), attempt.startedAt(), now, end.error(), log);
        return new Ended(end, write(run, definition, slot, attempt, end.status(), end, null, now, made));
    }

    private static TaskWrite.AttemptWrite attemptWrite(
            NodeSlot.RunningAttempt attempt, NodeEnd end, long now, TaskOutcome outcome) {
        return new TaskWrite.AttemptWrite(
                attempt.stored(), attempt.number(), end.status(), attempt.startedAt(), now, end.error(), outcome.log());
    }

    private static TaskWrite write(
            GraphRun run,
            NodeDefinition definition,
            NodeSlot slot,
            NodeSlot.RunningAttempt attempt,
            TaskStatus status,
            NodeEnd end,
            Long retryDueAt,
            Long endedAt,
            TaskWrite.AttemptWrite made) {
        return new TaskWrite(
                run.path(definition.id()),
                definition.type(),
                run.iteration(),
                slot.rowExists(),
                status,
                attempt.number(),
                attempt.input(),
                end.output(),
                end.artifacts(),
                end.error(),
                retryDueAt,
                slot.firstStartedAt(),
                endedAt,
                Optional.of(made));
    }
}
