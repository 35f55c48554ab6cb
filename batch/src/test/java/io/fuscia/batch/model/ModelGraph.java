package io.fuscia.batch.model;

import io.fuscia.execution.TaskStatus;
import io.fuscia.failure.ErrorCode;
import io.fuscia.input.InputValue;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.Edge;
import io.fuscia.workflow.Graph;
import io.fuscia.workflow.JoinStrategy;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.RetryPolicy;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One graph while it runs: the workflow's own, or a loop's body for one item. Section 4 of the design, word by word. */
final class ModelGraph {
    /** A retry due within this many milliseconds holds its thread. */
    private static final long SOON = 1_000;

    /** Why a graph runs no more. */
    enum Stop {
        CANCELLED,
        TIMED_OUT,
        NOT_NEEDED
    }

    enum Decision {
        RUN,
        WAIT,
        SKIP,
        SKIP_AFTER_FAILURE,
        FAIL
    }

    private enum EdgeIs {
        OPEN,
        TAKEN,
        NOT_TAKEN,
        FAILED
    }

    final ReferenceModel model;
    final ModelGraph around;
    final Graph graph;
    final String prefix;
    final String iteration;
    final JsonValue item;
    final int index;

    /** The loop whose body it is; null for the outermost graph. */
    ModelLoop loop;

    final Map<NodeId, ModelTask> tasks = new LinkedHashMap<>();
    Stop stopped;
    ErrorCode fatal;

    /** @param around null for the outermost graph */
    ModelGraph(
            ReferenceModel model,
            ModelGraph around,
            Graph graph,
            String prefix,
            String iteration,
            JsonValue item,
            int index) {
        this.model = model;
        this.around = around;
        this.graph = graph;
        this.prefix = prefix;
        this.iteration = iteration;
        this.item = item;
        this.index = index;
        graph.nodes().forEach(node -> tasks.put(node.id(), new ModelTask(this, node)));
    }

    boolean mayStart() {
        return model.mayStart() && stopped == null;
    }

    boolean isComplete() {
        return tasks.values().stream().allMatch(ModelTask::isOver);
    }

    // What edges mean.

    private EdgeIs edge(Edge edge, Set<ModelTask> asIfOpen) {
        ModelTask from = tasks.get(edge.from());
        if (asIfOpen.contains(from)) {
            return EdgeIs.OPEN;
        }
        return switch (from.status) {
            case PENDING, RUNNING, CANCELLED -> EdgeIs.OPEN;
            case FAILED, TIMED_OUT -> EdgeIs.FAILED;
            case SKIPPED -> from.error == ErrorCode.UPSTREAM_FAILED ? EdgeIs.FAILED : EdgeIs.NOT_TAKEN;
            case SUCCEEDED ->
                edge.when().isEmpty() || Values.holds(edge.when().get().text(), this) ? EdgeIs.TAKEN : EdgeIs.NOT_TAKEN;
        };
    }

    Decision decide(ModelTask task) {
        return decide(task, Set.of());
    }

    /** The same, as if these had not ended. */
    Decision decide(ModelTask task, Set<ModelTask> asIfOpen) {
        List<EdgeIs> edges = graph.incoming(task.node.id()).stream()
                .map(edge -> edge(edge, asIfOpen))
                .toList();
        int taken = Collections.frequency(edges, EdgeIs.TAKEN);
        int open = Collections.frequency(edges, EdgeIs.OPEN);
        int failed = Collections.frequency(edges, EdgeIs.FAILED);
        if (!(task.node instanceof NodeDefinition.Join join)) {
            if (edges.isEmpty()) {
                return Decision.RUN;
            }
            if (failed > 0) {
                return Decision.SKIP_AFTER_FAILURE;
            }
            if (open > 0) {
                return Decision.WAIT;
            }
            return taken > 0 ? Decision.RUN : Decision.SKIP;
        }
        boolean early = join.strategy() == JoinStrategy.FIRST || join.strategy() == JoinStrategy.N_OF_M;
        int needed =
                switch (join.strategy()) {
                    case ALL -> edges.size();
                    case ANY, FIRST -> 1;
                    case N_OF_M -> join.count().orElseThrow();
                };
        if (early && taken >= needed) {
            return Decision.RUN;
        }
        if (early && taken + open < needed && failed > 0) {
            return Decision.FAIL;
        }
        if (open > 0) {
            return Decision.WAIT;
        }
        if (taken >= needed) {
            return Decision.RUN;
        }
        return failed > 0 ? Decision.FAIL : Decision.SKIP;
    }

    // One node's life.

    void visit(NodeId id, Walk walk) {
        ModelTask task = tasks.get(id);
        if (task.node instanceof NodeDefinition.Loop) {
            visitLoop(task, walk);
        } else if (task.busy || !isItsTurn(task)) {
            walk.returned(id);
        } else {
            task.busy = true;
            task.walk = walk;
            lookForHeldUp();
            proceed(task);
        }
    }

    private boolean isItsTurn(ModelTask task) {
        if (task.isOver()) {
            return false;
        }
        Decision decision = decide(task);
        if (!mayStart()) {
            // What would have been skipped is skipped all the same when the graph ends.
            model.suppressed(decision == Decision.RUN || decision == Decision.FAIL);
            return false;
        }
        switch (decision) {
            case RUN, WAIT -> {}
            case SKIP -> {
                model.endedAtOnce();
                end(task, TaskStatus.SKIPPED, null, null);
            }
            case SKIP_AFTER_FAILURE -> {
                model.endedAtOnce();
                end(task, TaskStatus.SKIPPED, null, ErrorCode.UPSTREAM_FAILED);
            }
            case FAIL -> {
                model.failedAtOnce();
                end(task, TaskStatus.FAILED, null, ErrorCode.JOIN_NOT_SATISFIED);
            }
        }
        return decision == Decision.RUN;
    }

    /** Makes the next attempt, or waits for it, or leaves. */
    private void proceed(ModelTask task) {
        if (!mayStart()) {
            leave(task);
        } else if (task.dropped) {
            end(task, TaskStatus.CANCELLED, null, ErrorCode.CANCELLED);
            leave(task);
        } else if (task.retryDue != null && task.retryDue - model.now > SOON) {
            leave(task);
        } else if (task.retryDue != null && task.retryDue > model.now) {
            at(task);
            model.schedule(task, task.retryDue, true, () -> proceed(task));
        } else {
            attempt(task);
        }
    }

    private void attempt(ModelTask task) {
        task.retryDue = null;
        task.attemptStart = model.now;
        task.beganIn = model.step();
        if (task.startedAt == null) {
            task.startedAt = model.now;
        }
        if (isPlainJoin(task)) {
            task.input = branches(task.node.id());
            model.began();
            model.endedAtOnce();
            attemptEnded(task, TaskStatus.SUCCEEDED, null, false);
            return;
        }
        Optional<JsonObject> inputs = inputs(task);
        if (inputs.isEmpty()) {
            model.failedAtOnce();
            attemptEnded(task, TaskStatus.FAILED, ErrorCode.INVALID_INPUT, false);
            return;
        }
        task.input = inputs.get();
        Script.Plan plan = model.script.plan(task.taskId(), task.attempts.size() + 1);
        at(task);
        model.started(task.node instanceof NodeDefinition.Join);
        model.schedule(task, model.now + plan.duration(), false, () -> {
            TaskStatus status = plan.failure()
                    .map(code -> code == ErrorCode.NODE_TIMED_OUT ? TaskStatus.TIMED_OUT : TaskStatus.FAILED)
                    .orElse(TaskStatus.SUCCEEDED);
            attemptEnded(task, status, plan.failure().orElse(null), plan.retryable());
        });
    }

    private static boolean isPlainJoin(ModelTask task) {
        return task.node instanceof NodeDefinition.Join join && join.component().isEmpty();
    }

    /** What its task gets; empty if something that it asks for is not there. */
    private Optional<JsonObject> inputs(ModelTask task) {
        Optional<JsonObject> own = Values.inputs(task.node.inputs(), this);
        if (!(task.node instanceof NodeDefinition.Join)) {
            return own;
        }
        JsonObject branches = branches(task.node.id());
        return own.map(members -> {
            if (members.isEmpty()) {
                return branches;
            }
            Map<String, JsonValue> all = new LinkedHashMap<>(members);
            all.putIfAbsent("branches", branches);
            return JsonValues.object(all);
        });
    }

    private static void at(ModelTask task) {
        task.walk.inside(task.node.id(), 1);
    }

    private void attemptEnded(ModelTask task, TaskStatus status, ErrorCode error, boolean retryable) {
        task.attempts.add(status.text() + " " + error + " " + task.attemptStart + "-" + model.now);
        task.attemptStart = null;
        if (status.isFailure()) {
            task.failures++;
            RetryPolicy policy =
                    task.node.settings().retryOver(model.workflow.definition().retry());
            if (retryable && task.failures <= policy.maxRetryAttempts()) {
                task.error = error;
                task.retryDue = model.now + delay(policy, task.failures);
                proceed(task);
                return;
            }
        }
        JsonValue output = null;
        if (status == TaskStatus.SUCCEEDED) {
            output = isPlainJoin(task)
                    ? task.input
                    : JsonValues.object(Map.of("n", JsonValues.number(model.script.output(task.taskId()))));
        }
        end(task, status, output, error);
        leave(task);
    }

    private static long delay(RetryPolicy policy, int failures) {
        double delay = (double) policy.initialDelayMs();
        for (int more = 1; more < failures; more++) {
            delay = switch (policy.backoff()) {
                case CONSTANT -> delay;
                case LINEAR -> delay + (double) policy.initialDelayMs();
                case EXPONENTIAL -> delay * 2;
            };
        }
        return Math.round(
                Math.min(delay, (double) policy.maxDelayMs()) * (1 - policy.jitter() * ReferenceModel.CHANCE));
    }

    private static void leave(ModelTask task) {
        task.busy = false;
        task.walk.returned(task.node.id());
    }

    private JsonObject branches(NodeId join) {
        Map<String, JsonValue> branches = new LinkedHashMap<>();
        for (NodeId from : graph.upstream(join)) {
            ModelTask task = tasks.get(from);
            branches.put(
                    from.value(),
                    task.isOver()
                            ? branch(task.status, task.output, task.error)
                            : branch(TaskStatus.CANCELLED, null, ErrorCode.CANCELLED));
        }
        return JsonValues.object(branches);
    }

    private static JsonValue branch(TaskStatus status, JsonValue output, ErrorCode error) {
        return JsonValues.JSON
                .createObjectBuilder()
                .add("status", status.text())
                .add("output", output == null ? JsonValue.NULL : output)
                .add("artifacts", JsonValue.EMPTY_JSON_ARRAY)
                .add("error", error == null ? JsonValue.NULL : JsonValues.string(error.slug()))
                .build();
    }

    // Ends, and what they mean for others.

    void end(ModelTask task, TaskStatus status, JsonValue output, ErrorCode error) {
        task.status = status;
        task.output = output;
        task.error = error;
        task.retryDue = null;
        task.endedAt = model.now;
        task.endedIn = model.step();
        if (status.isFailure()) {
            model.errors = true;
            if (task.isCritical()) {
                raced(task);
                fail(error);
            }
        }
        dropWhatJoinsDoNotNeed();
    }

    void fail(ErrorCode why) {
        if (fatal == null) {
            fatal = why;
        }
        stop(Stop.NOT_NEEDED);
    }

    void stop(Stop why) {
        if (stopped != null) {
            return;
        }
        stopped = why;
        model.stoppedSomething();
        for (ModelTask task : tasks.values()) {
            interrupt(task, why);
        }
    }

    private void interrupt(ModelTask task, Stop why) {
        if (task.loop != null && task.loop.workers > 0) {
            task.loop.stop(why);
        } else if (task.busy && model.unschedule(task)) {
            if (task.attemptStart == null) {
                proceed(task);
            } else {
                attemptEnded(
                        task,
                        TaskStatus.CANCELLED,
                        why == Stop.TIMED_OUT ? ErrorCode.EXECUTION_TIMED_OUT : ErrorCode.CANCELLED,
                        false);
            }
        }
    }

    /** What began at this moment, in the graph that a node ends, may as well not have begun; unless that ended it. */
    private void raced(ModelTask cause) {
        Set<NodeId> before = graph.ancestors(cause.node.id());
        boolean any = tasks.values().stream()
                .anyMatch(task -> task.beganIn == model.step() && task != cause && !before.contains(task.node.id()));
        if (any && stopped == null) {
            model.unseen();
        }
    }

    private void dropWhatJoinsDoNotNeed() {
        for (ModelTask task : tasks.values()) {
            if (isEarly(task) && isSettled(task)) {
                servingOnly(task.node.id()).stream()
                        .filter(loser -> !loser.isOver() && !loser.dropped)
                        .forEach(this::drop);
                if (task.settledIn == 0) {
                    task.settledIn = model.step();
                }
            }
        }
        lookForHeldUp();
    }

    /**
     * Where those at work hold up a join that does not need them, or what comes after it where branches meet, one more job
     * goes past them. Which of the jobs then holds a thread at which node, and so what else it comes to, is up to the
     * threads.
     */
    void lookForHeldUp() {
        if (tasks.values().stream().anyMatch(this::isHeldUp)) {
            model.unseen();
        }
    }

    private static boolean isEarly(ModelTask task) {
        return task.node instanceof NodeDefinition.Join join
                && (join.strategy() == JoinStrategy.FIRST || join.strategy() == JoinStrategy.N_OF_M);
    }

    private boolean isSettled(ModelTask join) {
        Decision decision = decide(join);
        return decision == Decision.RUN || decision == Decision.FAIL;
    }

    private boolean isHeldUp(ModelTask task) {
        List<ModelTask> before =
                graph.ancestors(task.node.id()).stream().map(tasks::get).toList();
        List<ModelTask> open =
                before.stream().filter(each -> !each.isOver() && !each.dropped).toList();
        boolean early = task.settledIn > 0 || before.stream().anyMatch(each -> each.settledIn > 0);
        return early
                && Set.copyOf(graph.upstream(task.node.id())).size() > 1
                && !task.isOver()
                && !task.busy
                && isDue(task)
                && !open.isEmpty()
                && open.stream().noneMatch(this::isDue);
    }

    List<ModelTask> servingOnly(NodeId join) {
        Set<NodeId> only = new HashSet<>();
        boolean grew = true;
        while (grew) {
            grew = false;
            for (NodeId node : tasks.keySet()) {
                List<NodeId> next = graph.downstream(node);
                if (!node.equals(join)
                        && !next.isEmpty()
                        && next.stream().allMatch(to -> to.equals(join) || only.contains(to))) {
                    grew |= only.add(node);
                }
            }
        }
        return tasks.values().stream()
                .filter(task -> only.contains(task.node.id()))
                .toList();
    }

    private void drop(ModelTask task) {
        if (task.isOver() || task.dropped) {
            return;
        }
        if (!task.busy && task.retryDue == null && decide(task) != Decision.WAIT) {
            // It is decided in this moment too: whether it is skipped, begun or dropped is open.
            model.unseen();
        }
        task.dropped = true;
        task.droppedIn = model.step();
        model.droppedSomething();
        if (task.busy) {
            interrupt(task, Stop.NOT_NEEDED);
        } else {
            end(task, TaskStatus.CANCELLED, null, ErrorCode.CANCELLED);
        }
    }

    /** How nodes end that had not when their graph was stopped. */
    void endTheRest(ErrorCode why) {
        List<NodeId> left = new ArrayList<>(graph.topologicalOrder());
        left.removeIf(node -> tasks.get(node).isOver());
        for (NodeId node : left) {
            ModelTask task = tasks.get(node);
            Decision decision = decide(task);
            // What was skipped no more at this moment may have been skipped, and this node decided by that.
            model.suppressed(decision == Decision.RUN || decision == Decision.FAIL);
            task.retryDue = null;
            task.endedAt = model.now;
            switch (decision) {
                case SKIP -> {
                    task.status = TaskStatus.SKIPPED;
                    task.error = null;
                }
                case SKIP_AFTER_FAILURE, FAIL -> {
                    task.status = TaskStatus.SKIPPED;
                    task.error = ErrorCode.UPSTREAM_FAILED;
                }
                case RUN, WAIT -> {
                    task.status = TaskStatus.CANCELLED;
                    task.error = why;
                }
            }
        }
    }

    /** Whether a node could run now, or be decided, that nobody is inside of, or a loop has room for a worker. */
    boolean hasSomethingDue() {
        return tasks.values().stream().anyMatch(task -> !task.isOver() && isDue(task));
    }

    private boolean isDue(ModelTask task) {
        if (task.loop != null && task.loop.workers > 0) {
            return task.loop.canTakeMore();
        }
        return !task.busy && (task.retryDue == null || task.retryDue <= model.now) && hasSomethingToDo(task);
    }

    /** Whether a node could run now, or be decided. */
    boolean hasSomethingToDo(ModelTask task) {
        return decide(task) != Decision.WAIT;
    }

    // Loops.

    private void visitLoop(ModelTask task, Walk walk) {
        boolean open = task.loop != null && task.loop.workers > 0;
        if (!open) {
            if (task.isOver() || !mayStart()) {
                model.suppressed(!task.isOver() && decide(task) == Decision.RUN);
                walk.returned(task.node.id());
                return;
            }
            if (task.loop == null && !openLoop(task)) {
                walk.returned(task.node.id());
                return;
            }
            task.busy = true;
            task.retryDue = null;
        }
        task.loop.join(walk);
    }

    private boolean openLoop(ModelTask task) {
        if (!isItsTurn(task)) {
            return false;
        }
        NodeDefinition.Loop loop = (NodeDefinition.Loop) task.node;
        String path = ((InputValue.Reference) loop.items()).path().text();
        Optional<JsonValue> items = Values.at(path, this);
        if (items.filter(JsonStructure.class::isInstance).isEmpty()) {
            model.failedAtOnce();
            end(task, TaskStatus.FAILED, null, ErrorCode.INVALID_INPUT);
            return false;
        }
        model.began();
        task.startedAt = model.now;
        task.beganIn = model.step();
        task.input = JsonValues.object(Map.of("items", items.get()));
        task.loop = new ModelLoop(task, loop, items.get());
        return true;
    }
}
