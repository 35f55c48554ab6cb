package io.fuscia.execution;

import io.fuscia.artifact.Digest;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import io.fuscia.input.Conditions;
import io.fuscia.input.JsonSchemas;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.storage.RefusedByDatabase;
import io.fuscia.task.Cancellation;
import io.fuscia.workflow.LockedSubWorkflow;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.WorkflowId;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * All that can be done to executions from outside, and the one way to start one. Injectable ({@code @Inject}) in every
 * module; thread-safe.
 */
public final class Executions {
    private static final int TRIES = 5;

    private final WorkflowSource workflows;
    private final JsonSchemas schemas;
    private final Conditions conditions;
    private final ExecutionStore store;
    private final ExecutionQueries queries;
    private final RunningExecutions running;
    private final Admission admission;
    private final Upkeep upkeep;
    private final KeysInUse keysInUse = new KeysInUse();
    private final SubExecutions calls;
    private final Patience patience;
    private final Endings endings;

    Executions(
            WorkflowSource workflows,
            JsonSchemas schemas,
            Conditions conditions,
            ExecutionStore store,
            ExecutionQueries queries,
            RunningExecutions running,
            Admission admission,
            Upkeep upkeep,
            SubExecutions calls,
            Patience patience,
            Endings endings) {
        this.upkeep = upkeep;
        this.workflows = workflows;
        this.schemas = schemas;
        this.conditions = conditions;
        this.store = store;
        this.queries = queries;
        this.running = running;
        this.admission = admission;
        this.calls = calls;
        this.patience = patience;
        this.endings = endings;
    }

    /**
     * Accepts an execution: it is stored, durably, before this returns, and starts as soon as there is room.
     *
     * @throws FusciaException {@code WORKFLOW_NOT_FOUND}, {@code WORKFLOW_VERSION_NOT_FOUND}, {@code TRIGGER_NOT_FOUND},
     *     {@code INVALID_INPUT} (with violations) if the payload breaks the input schema, {@code IDEMPOTENCY_KEY_REUSED}
     *     if the key was used for another request, {@code IDEMPOTENCY_KEY_IN_USE} if it is being used right now,
     *     {@code STORAGE_UNAVAILABLE}
     */
    public Started start(StartRequest request) {
        Optional<ExecutionStore.StartKey> key = request.idempotencyKey().map(given -> startKey(request, given));
        if (key.isEmpty()) {
            return startNow(request, key);
        }
        return keysInUse.whileUsing(key.get().scope(), key.get().key(), () -> startedBefore(key.get())
                .orElseGet(() -> startNow(request, key)));
    }

    private Started startNow(StartRequest request, Optional<ExecutionStore.StartKey> key) {
        WorkflowSource.Version version = workflows.version(request.workflowId(), request.version());
        ExecutionRecord row = row(request, version);
        try {
            return new Started(accept(row, Optional.empty(), version.workflow(), () -> store.insert(row, key)), false);
        } catch (RefusedByDatabase e) {
            return key.filter(given -> e.isDuplicate())
                    .flatMap(this::startedBefore)
                    .orElseThrow(() -> new FusciaException(
                            ErrorCode.IDEMPOTENCY_KEY_IN_USE,
                            "a request with the same idempotency key is under way",
                            e));
        }
    }

    /** @param insert stores the row; may set its status to paused */
    private Execution accept(
            ExecutionRecord row, Optional<ParentTask> parent, LockedWorkflow workflow, Runnable insert) {
        boolean admitted = admission.tryEnter();
        if (admitted) {
            row.start(row.createdAt);
        }
        boolean begins = false;
        try {
            insert.run();
            begins = admitted && row.status.equals(ExecutionStatus.RUNNING.text());
        } finally {
            if (admitted && !begins) {
                admission.leave();
            }
        }
        Execution accepted = ExecutionRows.execution(row);
        if (begins) {
            running.begin(RunningExecution.fresh(row, parent, workflow, conditions, store.now()));
        } else if (!admitted) {
            admission.queued();
        }
        return accepted;
    }

    /** Starts what a node calls; stored together with the node's attempt. */
    void call(
            RunningExecution caller,
            TaskWrite task,
            ParentTask parent,
            LockedSubWorkflow locked,
            LockedWorkflow called,
            JsonValue payload,
            NodeSlot.RunningAttempt attempt) {
        StartRequest request = new StartRequest(
                locked.id(),
                OptionalInt.of(locked.version()),
                Optional.of(locked.trigger()),
                payload,
                Optional.empty(),
                caller.traceparent());
        ExecutionRecord row = row(request, new WorkflowSource.Version(locked.version(), called));
        row.createdAt = attempt.startedAt();
        accept(
                row,
                Optional.of(parent),
                called,
                () -> patience.insist(() -> store.call(row, parent, caller.epoch(), task)));
    }

    private static ExecutionStore.StartKey startKey(StartRequest request, String key) {
        return startKey(scope(request.workflowId()), key, request.sameness().orElseGet(() -> sameness(request)));
    }

    static ExecutionStore.StartKey startKey(String scope, String key, Digest sameness) {
        if (key.isEmpty() || key.length() > 255) {
            throw new FusciaException(ErrorCode.INVALID_REQUEST, "an idempotency key has 1 to 255 characters");
        }
        return new ExecutionStore.StartKey(scope, key, sameness);
    }

    private static Digest sameness(StartRequest request) {
        JsonObjectBuilder asked = JsonValues.JSON.createObjectBuilder().add("payload", request.payload());
        request.version().ifPresent(number -> asked.add("version", number));
        request.trigger().ifPresent(node -> asked.add("trigger", node.value()));
        return Digest.of(JsonValues.canonical(asked.build()));
    }

    Optional<Started> startedBefore(ExecutionStore.StartKey key) {
        return store.use(key.scope(), key.key()).map(use -> {
            if (!use.request().equals(key.request())) {
                throw new FusciaException(
                        ErrorCode.IDEMPOTENCY_KEY_REUSED,
                        "the idempotency key was used for another request, which started execution "
                                + use.execution().id());
            }
            return new Started(use.execution(), true);
        });
    }

    /**
     * What an idempotency key started; empty if it was not used within a day.
     *
     * @param sameness as in the request that is to start with this key
     * @throws FusciaException {@code IDEMPOTENCY_KEY_REUSED} if it was used for another request
     */
    public Optional<Started> startedBefore(WorkflowId workflow, String key, Digest sameness) {
        return startedBefore(new ExecutionStore.StartKey(scope(workflow), key, sameness));
    }

    private static String scope(WorkflowId workflow) {
        return "workflow/" + workflow;
    }

    private static NodeId trigger(LockedWorkflow workflow, Optional<NodeId> asked) {
        if (asked.isEmpty() && workflow.onlyTrigger().isPresent()) {
            return workflow.onlyTrigger().get();
        }
        List<NodeDefinition.Trigger> triggers = workflow.graph().nodes().stream()
                .filter(NodeDefinition.Trigger.class::isInstance)
                .map(NodeDefinition.Trigger.class::cast)
                .toList();
        List<NodeId> names = triggers.stream().map(NodeDefinition.Trigger::id).toList();
        if (asked.isPresent()) {
            if (!names.contains(asked.get())) {
                throw new FusciaException(
                        ErrorCode.TRIGGER_NOT_FOUND,
                        "the workflow has no trigger '" + asked.get() + "'; its triggers are " + names);
            }
            return asked.get();
        }
        throw new FusciaException(
                ErrorCode.TRIGGER_NOT_FOUND, "the workflow has several triggers, say which of " + names);
    }

    private void checkPayload(LockedWorkflow workflow, StartRequest request) {
        List<Violation> violations = workflow
                .definition()
                .inputSchema()
                .map(schema -> schemas.check(schema, request.payload()))
                .orElse(List.of())
                .stream()
                .map(error -> Violation.error("/payload" + error.pointer(), "invalid_payload", error.message()))
                .toList();
        if (!violations.isEmpty()) {
            throw new FusciaException(
                    ErrorCode.INVALID_INPUT,
                    "the payload does not fit the input schema of workflow '" + request.workflowId() + "': "
                            + violations.get(0).message(),
                    violations);
        }
    }

    /** A row for the request, not stored. @throws FusciaException if trigger or payload do not fit the workflow */
    ExecutionRecord row(StartRequest request, WorkflowSource.Version version) {
        NodeId trigger = trigger(version.workflow(), request.trigger());
        checkPayload(version.workflow(), request);
        ExecutionRecord row = new ExecutionRecord();
        row.id = ExecutionId.create().value();
        row.workflowId = request.workflowId().value();
        row.workflowVersion = version.number();
        row.workflowDigest = version.workflow().digest().value();
        row.triggerNode = trigger.value();
        row.status = ExecutionStatus.PENDING.text();
        row.payload = request.payload().toString();
        row.traceparent =
                request.traceparent().filter(text -> text.length() <= 64).orElse(null);
        row.createdAt = store.now();
        if (version.workflow().definition().timeoutMs().isPresent()) {
            row.timeoutMs = version.workflow().definition().timeoutMs().getAsLong();
        }
        return row;
    }

    /**
     * Completes when the execution is over, with what it is then if that is known without asking the database: at once,
     * mostly with nothing, if it is over already or if there is none. Cancel or complete it to wait no longer. What follows
     * it runs on a thread of the execution, so it must be short.
     */
    public CompletableFuture<Optional<Execution>> end(ExecutionId id) {
        CompletableFuture<Optional<Execution>> end = new CompletableFuture<>();
        Endings.Registration registration = endings.add(id, end::complete);
        // However it completes, by its caller too.
        var unused = end.whenComplete((known, failure) -> registration.close());
        // One that runs here tells of its end after this; of any other the row knows.
        if (running.find(id).isEmpty() && !queries.isUnderWay(id)) {
            end.complete(Optional.empty());
        }
        return end;
    }

    /** The execution without its tasks; empty if there is none. */
    public Optional<Execution> summary(ExecutionId id) {
        return queries.execution(id);
    }

    /** The execution with all its tasks; empty if there is none. */
    public Optional<ExecutionDetail> find(ExecutionId id) {
        return find(id, Integer.MAX_VALUE);
    }

    /**
     * The execution with its tasks; empty if there is none.
     *
     * @param mostInner at most so many tasks inside loops, not negative
     */
    public Optional<ExecutionDetail> find(ExecutionId id, int mostInner) {
        return queries.detail(id, mostInner).map(detail -> TaskOrder.complete(detail, workflows));
    }

    /**
     * The tasks inside loops that have begun, page by page.
     *
     * @param cursor from {@link TaskPage#next} or {@link ExecutionDetail#nextTasks}; empty: from the first
     * @param limit at most this many, 1 to 500
     * @throws FusciaException {@code EXECUTION_NOT_FOUND}; {@code INVALID_REQUEST} if cursor or limit are not valid
     */
    public TaskPage tasks(ExecutionId id, Optional<String> cursor, int limit) {
        require(id);
        TaskPage page = queries.tasks(id, cursor, limit);
        return new TaskPage(TaskOrder.byIteration(page.tasks()), page.next());
    }

    /**
     * Executions, newest first.
     *
     * @param cursor from {@link ExecutionPage#next} of a listing with the same filter; empty: from the newest
     * @param limit at most this many, 1 to 500
     * @throws FusciaException {@code INVALID_REQUEST} if cursor or limit are not valid
     */
    public ExecutionPage list(ExecutionFilter filter, Optional<String> cursor, int limit) {
        return queries.list(filter, cursor, limit);
    }

    /**
     * Ends an execution early: what runs is interrupted at once, nothing more starts, and what it called is cancelled
     * too. Done again, it does nothing.
     *
     * @return the execution, perhaps not ended yet
     * @throws FusciaException {@code EXECUTION_NOT_FOUND}; {@code ILLEGAL_TRANSITION} if it is over
     */
    public Execution cancel(ExecutionId id) {
        if (!store.requestCancel(id)) {
            Execution execution = require(id);
            if (execution.status().isTerminal()) {
                throw illegal(execution, "cancelled");
            }
        }
        for (int tries = 0; tries < TRIES; tries++) {
            if (running.stop(id, Cancellation.Reason.REQUESTED) || admission.settle(id)) {
                break;
            }
        }
        calls.open(id).forEach(this::cancelIfOpen);
        return require(id);
    }

    /** Ends an execution early that nobody needs any more, unless it is over. */
    void cancelIfOpen(ExecutionId id) {
        unlessOver(() -> cancel(id));
    }

    private static void unlessOver(Runnable change) {
        try {
            change.run();
        } catch (FusciaException e) {
            if (e.code() != ErrorCode.ILLEGAL_TRANSITION && e.code() != ErrorCode.EXECUTION_NOT_FOUND) {
                throw e;
            }
        }
    }

    /** An execution is over: what it called is needed no more, and what called it may go on. */
    void afterEnd(ExecutionId id, boolean calledOthers, Optional<ParentTask> parent) {
        parent.ifPresent(call -> {
            if (!running.signal(call) && store.wake(call.execution())) {
                admission.queued();
            }
        });
        if (calledOthers) {
            calls.open(id).forEach(this::cancelIfOpen);
        }
    }

    /**
     * Lets nodes that run finish and starts no more, also in executions that it called. Done again, it does nothing.
     *
     * @throws FusciaException {@code EXECUTION_NOT_FOUND}; {@code ILLEGAL_TRANSITION} if it is over or being cancelled
     */
    public Execution pause(ExecutionId id) {
        Optional<RunningExecution> here = running.find(id);
        boolean paused;
        if (here.isPresent()) {
            synchronized (here.get()) {
                paused = pauseRow(id);
                if (paused) {
                    here.get().pause();
                }
            }
        } else {
            paused = pauseRow(id);
            // It may have been admitted in between.
            running.find(id).filter(late -> paused).ifPresent(late -> late.pause());
        }
        Execution execution = require(id);
        if (!paused && (execution.status() != ExecutionStatus.PAUSED || execution.cancelRequested())) {
            throw illegal(execution, "paused");
        }
        calls.open(id).forEach(child -> unlessOver(() -> pause(child)));
        return execution;
    }

    private boolean pauseRow(ExecutionId id) {
        return store.change(id, List.of(ExecutionStatus.PENDING, ExecutionStatus.RUNNING), ExecutionStatus.PAUSED);
    }

    /**
     * Goes on with a paused execution and with those that it called. Done again, it does nothing.
     *
     * @throws FusciaException {@code EXECUTION_NOT_FOUND}; {@code ILLEGAL_TRANSITION} if it is over or being cancelled
     */
    public Execution resume(ExecutionId id) {
        Optional<RunningExecution> here = running.find(id);
        boolean resumed = here.isPresent() && resumeHere(here.get());
        if (!resumed) {
            resumed = store.change(id, List.of(ExecutionStatus.PAUSED), ExecutionStatus.PENDING);
            if (resumed) {
                admission.queued();
            }
        }
        Execution execution = require(id);
        if (!resumed && (execution.status().isTerminal() || execution.cancelRequested())) {
            throw illegal(execution, "resumed");
        }
        calls.open(id).forEach(child -> unlessOver(() -> resume(child)));
        return execution;
    }

    /** Nodes still finish: it goes on with what it has in memory. */
    private boolean resumeHere(RunningExecution execution) {
        synchronized (execution) {
            if (execution.isClosed()
                    || !store.change(execution.id(), List.of(ExecutionStatus.PAUSED), ExecutionStatus.RUNNING)) {
                return false;
            }
            execution.resume();
            return running.relaunch(execution);
        }
    }

    /**
     * How far the loops of the outermost graph are that have begun, in the order they did; cheap also for loops over
     * very many items.
     *
     * @throws FusciaException {@code EXECUTION_NOT_FOUND}
     */
    public List<LoopProgress> loops(ExecutionId id) {
        require(id);
        return queries.loops(id);
    }

    /**
     * Tells that a job of the execution ended; for {@link ExecutionLauncher} only. When the last job of an execution
     * ended, its end, its waiting for a retry or its pause is stored.
     */
    public void jobEnded(ExecutionId id) {
        running.jobEnded(id);
    }

    /**
     * The server is about to stop or to be suspended; for {@link ExecutionLauncher} only. Starts nothing more, lets nodes
     * that run finish for a while, and returns when nothing runs here; what is left goes on later or on another server.
     */
    public void leave() {
        upkeep.end();
    }

    /** The server goes on after {@link #leave}; for {@link ExecutionLauncher} only. */
    public void comeBack() {
        upkeep.begin();
    }

    private Execution require(ExecutionId id) {
        return queries.execution(id)
                .orElseThrow(() -> new FusciaException(ErrorCode.EXECUTION_NOT_FOUND, "there is no execution " + id));
    }

    private static FusciaException illegal(Execution execution, String wanted) {
        String state = execution.cancelRequested() && !execution.status().isTerminal()
                ? "being cancelled"
                : execution.status().text();
        return new FusciaException(
                ErrorCode.ILLEGAL_TRANSITION,
                "execution " + execution.id() + " is " + state + " and cannot be " + wanted);
    }
}
