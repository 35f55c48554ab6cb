package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.ErrorKind;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.task.Cancellation;
import io.fuscia.task.TaskOutcome;
import io.fuscia.workflow.Graph;
import io.fuscia.workflow.LockedSubWorkflow;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodeType;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs nodes that call another workflow. An attempt starts an execution, stored together with the attempt, and then the
 * node rests like one that waits for a retry: no thread waits, and an execution that only waits for others gives its
 * place to them, so that no depth of calls can starve. The end of the called execution wakes the caller; should that be
 * lost in a crash, the caller looks by itself after a while. Thread-safe.
 */
final class SubWorkflowRunner {
    /** How soon and how late a caller that nobody wakes looks by itself, in milliseconds. */
    private static final long FIRST_LOOK = 30_000;

    private static final long LAST_LOOK = 600_000;

    private final Executions executions;
    private final SubExecutions rows;
    private final ExecutionStore store;
    private final WorkflowSource workflows;
    private final TaskPreparation preparation;
    private final TaskAttempt attempts;

    SubWorkflowRunner(
            Executions executions,
            SubExecutions rows,
            ExecutionStore store,
            WorkflowSource workflows,
            TaskPreparation preparation,
            TaskAttempt attempts) {
        this.executions = executions;
        this.rows = rows;
        this.store = store;
        this.workflows = workflows;
        this.preparation = preparation;
        this.attempts = attempts;
    }

    /** Starts what the node calls, or sees what has become of it. */
    TaskAttempt.Result advance(
            RunningExecution execution, GraphRun run, NodeDefinition.SubWorkflow node, NodeSlot slot) {
        if (slot.isCalling()) {
            return look(execution, run, node, slot);
        }
        execution.tried();
        // Taken out at once: it gets its row together with the execution, not from the watcher.
        NodeSlot.RunningAttempt begun = slot.begin(store.now(), new Cancellation());
        slot.finish();
        JsonObject payload;
        LockedWorkflow called;
        LockedSubWorkflow locked = execution.workflow().subWorkflows().get(run.path(node.id()));
        try {
            payload = preparation.inputs(execution, run, node);
            called = called(locked);
        } catch (FusciaException e) {
            TaskError error = TaskPreparation.error(node.id(), e);
            TaskOutcome.Failed failed = new TaskOutcome.Failed(error.code(), error.message(), false, error.detail());
            return attempts.conclude(execution, run, node.id(), slot, begun, failed, Optional.empty());
        }
        ParentTask parent = new ParentTask(execution.id(), run.path(node.id()), run.iteration(), begun.number());
        execution.waitsFor(parent, slot);
        executions.call(execution, running(run, node, slot, begun, payload), parent, locked, called, payload, begun);
        slot.called();
        return look(execution, run, node, slot);
    }

    private LockedWorkflow called(LockedSubWorkflow locked) {
        LockedWorkflow workflow = workflows
                .version(locked.id(), java.util.OptionalInt.of(locked.version()))
                .workflow();
        if (!workflow.digest().equals(locked.digest())) {
            throw new FusciaException(
                    ErrorCode.DIGEST_MISMATCH,
                    "version " + locked.version() + " of workflow '" + locked.id() + "' has the digest "
                            + workflow.digest() + " and was locked with " + locked.digest());
        }
        return workflow;
    }

    private static TaskWrite running(
            GraphRun run,
            NodeDefinition.SubWorkflow node,
            NodeSlot slot,
            NodeSlot.RunningAttempt begun,
            JsonObject payload) {
        return new TaskWrite(
                run.path(node.id()),
                NodeType.WORKFLOW,
                run.iteration(),
                slot.rowExists(),
                TaskStatus.RUNNING,
                begun.number(),
                Optional.of(payload),
                Optional.empty(),
                JsonValue.EMPTY_JSON_ARRAY,
                Optional.empty(),
                null,
                slot.firstStartedAt(),
                null,
                Optional.of(new TaskWrite.AttemptWrite(
                        false,
                        begun.number(),
                        TaskStatus.RUNNING,
                        begun.startedAt(),
                        null,
                        Optional.empty(),
                        List.of())));
    }

    private TaskAttempt.Result look(
            RunningExecution execution, GraphRun run, NodeDefinition.SubWorkflow node, NodeSlot slot) {
        ParentTask parent = new ParentTask(execution.id(), run.path(node.id()), run.iteration(), slot.attempts());
        execution.waitsFor(parent, slot);
        slot.looks();
        Optional<Execution> found = rows.child(parent);
        long now = store.now();
        TaskOutcome outcome;
        if (found.isEmpty()) {
            outcome = failed(ErrorCode.EXECUTION_NOT_FOUND, "the execution that it called was deleted", parent);
        } else if (found.get().status().isTerminal()) {
            outcome = outcome(execution, node, found.get());
        } else {
            long begunAt = found.get().createdAt().toEpochMilli();
            long dueAt = now + Math.max(FIRST_LOOK, Math.min(LAST_LOOK, now - begunAt));
            if (node.settings().timeoutMs().isPresent()) {
                dueAt = Math.min(dueAt, begunAt + node.settings().timeoutMs().getAsLong());
            }
            if (dueAt > now) {
                return new TaskAttempt.Waiting(dueAt);
            }
            executions.cancelIfOpen(found.get().id());
            outcome = new TaskOutcome.Failed(
                    ErrorCode.NODE_TIMED_OUT,
                    "workflow '" + node.workflow() + "' (execution "
                            + found.get().id() + ") took longer than "
                            + node.settings().timeoutMs().orElse(0) + " ms",
                    true,
                    detail(found.get()));
        }
        execution.tried();
        execution.waitsNoMore(parent);
        slot.callEnded();
        NodeSlot.RunningAttempt attempt = new NodeSlot.RunningAttempt(
                slot.attempts(),
                found.map(child -> child.createdAt().toEpochMilli()).orElse(now),
                Optional.empty(),
                new Cancellation(),
                true);
        // As the called execution ended, or late if this one waited too long for it.
        TaskStatus failure = found.map(Execution::status)
                .filter(status -> status == ExecutionStatus.TIMED_OUT || !status.isTerminal())
                .map(status -> TaskStatus.TIMED_OUT)
                .orElse(TaskStatus.FAILED);
        return attempts.conclude(execution, run, node.id(), slot, attempt, outcome, failure, Optional.empty());
    }

    private TaskOutcome outcome(RunningExecution execution, NodeDefinition.SubWorkflow node, Execution child) {
        String what = "workflow '" + node.workflow() + "' (execution " + child.id() + ")";
        return switch (child.status()) {
            case SUCCEEDED -> new TaskOutcome.Succeeded(output(child), List.of());
            case COMPLETED_WITH_ERRORS -> {
                execution.hadErrors();
                yield new TaskOutcome.Succeeded(output(child), List.of());
            }
            case FAILED, TIMED_OUT -> {
                TaskError why = child.error().orElseThrow();
                boolean retryable = why.code().kind() != ErrorKind.CALLER;
                String verb = child.status() == ExecutionStatus.FAILED ? " failed: " : " timed out: ";
                yield new TaskOutcome.Failed(why.code(), what + verb + why.message(), retryable, detail(child));
            }
            case CANCELLED ->
                new TaskOutcome.Failed(ErrorCode.SUB_WORKFLOW_CANCELLED, what + " was cancelled", false, detail(child));
            case PENDING, RUNNING, PAUSED -> throw new IllegalStateException("not over: " + child.status());
        };
    }

    private static TaskOutcome failed(ErrorCode code, String message, ParentTask parent) {
        return new TaskOutcome.Failed(
                code, message + " (attempt " + parent.attempt() + ")", false, JsonValue.EMPTY_JSON_OBJECT);
    }

    private static JsonObject detail(Execution child) {
        return JsonValues.JSON
                .createObjectBuilder()
                .add("workflow_id", child.workflowId().value())
                .add("workflow_version", child.workflowVersion())
                .add("execution_id", child.id().value())
                .add("status", child.status().text())
                .build();
    }

    /** What the workflow's last node gave; if it has several, an object with a member for each that gave something. */
    private JsonValue output(Execution child) {
        Graph graph = workflows
                .version(child.workflowId(), java.util.OptionalInt.of(child.workflowVersion()))
                .workflow()
                .graph();
        List<NodeId> last = graph.nodes().stream()
                .map(NodeDefinition::id)
                .filter(node -> graph.outgoing(node).isEmpty())
                .toList();
        Map<NodeId, JsonValue> outputs = rows.outputs(child.id(), last);
        if (last.size() == 1) {
            return outputs.getOrDefault(last.get(0), JsonValue.NULL);
        }
        Map<String, JsonValue> all = new LinkedHashMap<>();
        last.stream().filter(outputs::containsKey).forEach(node -> all.put(node.value(), outputs.get(node)));
        return JsonValues.object(all);
    }

    /** Cancels what tasks started that ended otherwise: by a timeout, a join that needs them no more, their loop's end. */
    void dropAfter(RunningExecution execution, List<TaskWrite> written) {
        for (TaskWrite task : written) {
            boolean ended = task.status().isTerminal();
            boolean mayHaveLeft = task.type() == NodeType.LOOP || task.status() == TaskStatus.CANCELLED;
            if (ended && mayHaveLeft && (task.type() == NodeType.LOOP || task.type() == NodeType.WORKFLOW)) {
                rows.open(execution.id(), task.node(), task.iteration()).forEach(executions::cancelIfOpen);
            }
        }
    }
}
