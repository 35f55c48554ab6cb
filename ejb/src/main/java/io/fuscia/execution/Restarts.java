package io.fuscia.execution;

import io.fuscia.artifact.Digest;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.storage.RefusedByDatabase;
import io.fuscia.workflow.WorkflowId;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Runs executions that are over again. A restart is a new execution, linked to the one before, in whose rows it finds
 * what is done: so it goes on by the same means as an execution whose server crashed. Thread-safe.
 */
public final class Restarts {
    /** The most that are restarted by one call. */
    public static final int MOST = 500;

    private final RestartRows rows;
    private final Executions executions;
    private final WorkflowSource workflows;
    private final Admission admission;
    private final KeysInUse keysInUse = new KeysInUse();

    Restarts(RestartRows rows, Executions executions, WorkflowSource workflows, Admission admission) {
        this.rows = rows;
        this.executions = executions;
        this.workflows = workflows;
        this.admission = admission;
    }

    /**
     * Restarts an execution that is over.
     *
     * @throws FusciaException {@code EXECUTION_NOT_FOUND}; {@code ILLEGAL_TRANSITION} if it is not over; {@code
     *     NODE_NOT_FOUND}, {@code TASK_NOT_FOUND} if the node or iteration to start from does not exist; {@code
     *     RESTART_NOT_COMPATIBLE}, with all reasons, if what is done cannot be taken over; {@code INVALID_INPUT}; {@code
     *     WORKFLOW_NOT_FOUND}, {@code WORKFLOW_VERSION_NOT_FOUND}; {@code IDEMPOTENCY_KEY_REUSED}, {@code
     *     IDEMPOTENCY_KEY_IN_USE}
     */
    public Started restart(ExecutionId id, RestartRequest request) {
        if (request.idempotencyKey().isEmpty()) {
            return restartNow(id, request, Optional.empty(), false);
        }
        ExecutionStore.StartKey key =
                Executions.startKey("restart/" + id, request.idempotencyKey().get(), sameness(request));
        return keysInUse.whileUsing(key.scope(), key.key(), () -> executions
                .startedBefore(key)
                .orElseGet(() -> restartNow(id, request, Optional.of(key), false)));
    }

    private static Digest sameness(RestartRequest request) {
        JsonObjectBuilder asked = JsonValues.JSON
                .createObjectBuilder()
                .add("from", request.from().toString())
                .add("version", request.version().toString());
        request.payload().ifPresent(payload -> asked.add("payload", payload));
        return Digest.of(JsonValues.canonical(asked.build()));
    }

    private Started restartNow(
            ExecutionId id, RestartRequest request, Optional<ExecutionStore.StartKey> key, boolean onlyFirst) {
        RestartRows.Origin origin = rows.origin(id)
                .orElseThrow(() -> new FusciaException(ErrorCode.EXECUTION_NOT_FOUND, "there is no execution " + id));
        ExecutionRecord before = origin.execution();
        if (!ExecutionStatus.parse(before.status).isTerminal()) {
            throw new FusciaException(
                    ErrorCode.ILLEGAL_TRANSITION,
                    "execution " + id + " is " + before.status + ": only one that is over can be restarted");
        }
        WorkflowId workflowId = new WorkflowId(before.workflowId);
        WorkflowSource.Version old = workflows.version(workflowId, OptionalInt.of(before.workflowVersion));
        WorkflowSource.Version version = version(workflowId, request.version(), old);
        JsonValue payload = request.payload().orElseGet(() -> ExecutionRows.payload(before));
        List<RestartPlan.Copy> copies = RestartPlan.of(
                old.workflow(),
                version.workflow(),
                origin.tasks(),
                request.from(),
                payload.equals(ExecutionRows.payload(before)));
        ExecutionRecord row = executions.row(
                new StartRequest(
                        workflowId,
                        OptionalInt.of(version.number()),
                        Optional.of(new NodeId(before.triggerNode)),
                        payload,
                        Optional.empty(),
                        Optional.ofNullable(before.traceparent)),
                version);
        try {
            rows.insert(row, id, copies, key, onlyFirst);
        } catch (RefusedByDatabase e) {
            return key.filter(given -> e.isDuplicate())
                    .flatMap(executions::startedBefore)
                    .orElseThrow(() -> e);
        }
        admission.queued();
        return new Started(ExecutionRows.execution(row), false);
    }

    private WorkflowSource.Version version(WorkflowId id, RestartRequest.Version asked, WorkflowSource.Version same) {
        if (asked instanceof RestartRequest.Numbered numbered) {
            return workflows.version(id, OptionalInt.of(numbered.number()));
        }
        return asked instanceof RestartRequest.Newest ? workflows.version(id, OptionalInt.empty()) : same;
    }

    /**
     * Restarts, oldest first, executions that were not restarted before; so the same call again takes the next ones.
     *
     * @param request for each; its key is not used
     * @param limit at most this many, 1 to {@value #MOST}
     * @param dryRun only says which
     */
    public List<RestartOutcome> restartAll(RestartFilter filter, RestartRequest request, int limit, boolean dryRun) {
        if (limit < 1 || limit > MOST) {
            throw new FusciaException(ErrorCode.INVALID_REQUEST, "the limit is 1 to " + MOST + ", not " + limit);
        }
        List<RestartOutcome> outcomes = new ArrayList<>();
        for (ExecutionId id : rows.notRestarted(filter, limit)) {
            outcomes.add(dryRun ? new RestartOutcome(id, Optional.empty(), Optional.empty()) : restartOne(id, request));
        }
        return outcomes;
    }

    private RestartOutcome restartOne(ExecutionId id, RestartRequest request) {
        try {
            return new RestartOutcome(
                    id,
                    Optional.of(restartNow(id, request, Optional.empty(), true).execution()),
                    Optional.empty());
        } catch (FusciaException e) {
            return new RestartOutcome(id, Optional.empty(), Optional.of(e));
        }
    }
}
