package io.fuscia.batch.model;

import io.fuscia.execution.TaskStatus;
import io.fuscia.failure.ErrorCode;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.LoopFailureMode;
import io.fuscia.workflow.NodeDefinition;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A loop that was opened: workers take one item after the other, at most as many at once as its concurrency. */
final class ModelLoop {
    /** How an iteration ended. */
    record Result(TaskStatus status, JsonValue output, ErrorCode error, long endedAt) {}

    /** Workers that came together and that somebody waits for. */
    private static final class Visit {
        private final Walk walk;
        private int left;

        private Visit(Walk walk, int left) {
            this.walk = walk;
            this.left = left;
        }
    }

    /** One iteration while it is worked on. */
    private static final class Round {
        private final Visit visit;
        private final int index;
        private final int before;
        private int walks;

        private Round(Visit visit, int index, int before) {
            this.visit = visit;
            this.index = index;
            this.before = before;
        }
    }

    final ModelTask task;
    final NodeDefinition.Loop loop;
    final Map<Integer, ModelGraph> bodies = new HashMap<>();
    final Result[] results;

    /** Iterations that wait for a retry: until when. */
    final Map<Integer, Long> waiting = new TreeMap<>();

    /** Those that are worked on now. */
    final Set<Integer> active = new LinkedHashSet<>();

    private final Map<Integer, Round> rounds = new HashMap<>();
    private int leftIn;
    private Walk leftLast;
    int workers;
    private final List<JsonValue> items;
    private final List<String> keys;
    private int next;
    private boolean stopping;
    private ModelGraph.Stop stopped;
    private boolean cut;
    private boolean timedOut;
    private ErrorCode failure;

    ModelLoop(ModelTask task, NodeDefinition.Loop loop, JsonValue collection) {
        this.task = task;
        this.loop = loop;
        if (collection instanceof JsonArray array) {
            items = List.copyOf(array);
            keys = null;
        } else {
            items = List.copyOf(collection.asJsonObject().values());
            keys = List.copyOf(collection.asJsonObject().keySet());
        }
        this.results = new Result[items.size()];
    }

    private ReferenceModel model() {
        return task.graph.model;
    }

    private int most() {
        return Math.max(1, Math.min(items.size(), loop.concurrency()));
    }

    /** When its own time is over. */
    Long deadline() {
        return loop.settings().timeoutMs().isPresent()
                ? Long.valueOf(task.startedAt + loop.settings().timeoutMs().getAsLong())
                : null;
    }

    /** As many more workers as it takes come in. */
    void join(Walk walk) {
        int more = most() - workers;
        if (more == 0) {
            walk.returned(task.node.id());
            return;
        }
        Visit visit = new Visit(walk, more);
        walk.inside(task.node.id(), more);
        workers = most();
        task.graph.lookForHeldUp();
        for (int worker = 0; worker < more; worker++) {
            work(visit);
        }
    }

    private void work(Visit visit) {
        if (deadline() != null && deadline() <= model().now) {
            if (stopped == null) {
                // Opened again too late: what else starts at this moment may start before it fails, or not at all.
                model().failedAtOnce();
            }
            timeOut();
        }
        Integer index = take();
        if (index == null) {
            leave(visit);
            return;
        }
        active.add(index);
        ModelGraph body = bodies.computeIfAbsent(index, this::body);
        Round round = new Round(visit, index, ended(body));
        rounds.put(index, round);
        round.walks++;
        walk(round, body).go();
    }

    private Walk walk(Round round, ModelGraph body) {
        return new Walk(body.graph.topologicalOrder(), before(body), body::visit, () -> {
            round.walks--;
            if (round.walks == 0) {
                rounds.remove(round.index);
                returned(round.visit, round.index, round.before);
            }
        });
    }

    /** Whether one more worker would find an item that can be worked on. */
    boolean canTakeMore() {
        if (workers >= most() || stopping || stopped != null) {
            return false;
        }
        return waiting.values().stream().anyMatch(due -> due <= model().now)
                || (next < results.length && (loop.concurrency() > 1 || waiting.isEmpty()) && active.size() < most());
    }

    /**
     * One more thread visits the nodes of an iteration that is worked on, if something is due there; the iteration is
     * over when all have.
     */
    void visitAgain(ModelGraph body) {
        Round round = rounds.get(body.index);
        if (round != null && body.mayStart() && body.hasSomethingDue()) {
            round.walks++;
            walk(round, body).go();
        }
    }

    private Integer take() {
        if (!model().mayStart() || stopping || stopped != null) {
            model().suppressed(next < results.length);
            return null;
        }
        for (Map.Entry<Integer, Long> entry : waiting.entrySet()) {
            if (entry.getValue() <= model().now) {
                // Asked before: what is removed from a tree may be another entry afterwards.
                int index = entry.getKey();
                waiting.remove(index);
                return index;
            }
        }
        boolean inOrder = loop.concurrency() == 1;
        while (next < results.length && !(inOrder && !waiting.isEmpty())) {
            int index = next++;
            if (results[index] == null) {
                return index;
            }
        }
        return null;
    }

    private ModelGraph body(int index) {
        ModelGraph around = task.graph;
        ModelGraph body = new ModelGraph(
                model(),
                around,
                loop.body(),
                task.path() + "/",
                around.iteration.isEmpty() ? String.valueOf(index) : around.iteration + "/" + index,
                items.get(index),
                index);
        body.loop = this;
        return body;
    }

    private static Map<NodeId, Set<NodeId>> before(ModelGraph body) {
        Map<NodeId, Set<NodeId>> before = new HashMap<>();
        body.tasks.keySet().forEach(node -> before.put(node, Set.copyOf(body.graph.upstream(node))));
        return before;
    }

    private static int ended(ModelGraph body) {
        return (int) body.tasks.values().stream().filter(ModelTask::isOver).count();
    }

    /** All nodes of the iteration returned. */
    private void returned(Visit visit, int index, int before) {
        active.remove(index);
        ModelGraph body = bodies.get(index);
        Long retry = body.tasks.values().stream()
                .filter(inner -> !inner.isOver() && inner.retryDue != null)
                .map(inner -> inner.retryDue)
                .min(Long::compare)
                .orElse(null);
        boolean over = body.isComplete() || body.stopped != null;
        if (!over && retry == null && model().mayStart() && ended(body) == before) {
            throw new IllegalStateException("an iteration makes no progress: " + task.path() + "@" + body.iteration);
        }
        if (over) {
            iterationOver(index, body);
        } else {
            waiting.put(index, retry == null ? 0L : retry);
        }
        work(visit);
    }

    private void iterationOver(int index, ModelGraph body) {
        Result result;
        boolean interrupted = body.stopped != null
                && body.tasks.values().stream()
                        .anyMatch(inner -> !inner.isOver() || inner.status == TaskStatus.CANCELLED);
        if (body.fatal != null) {
            result = new Result(TaskStatus.FAILED, null, body.fatal, model().now);
        } else if (interrupted) {
            result = new Result(TaskStatus.CANCELLED, null, ErrorCode.CANCELLED, model().now);
        } else {
            result = new Result(TaskStatus.SUCCEEDED, output(body), null, model().now);
        }
        body.endTheRest(ErrorCode.CANCELLED);
        results[index] = result;
        cut |= result.status() == TaskStatus.CANCELLED;
        if (result.status().isFailure() && loop.failureMode() != LoopFailureMode.CONTINUE) {
            stopping = true;
            if (loop.failureMode() == LoopFailureMode.STOP_AND_FAIL && failure == null) {
                failure = result.error();
            }
            stop(ModelGraph.Stop.NOT_NEEDED);
        }
    }

    private static JsonValue output(ModelGraph body) {
        Map<String, JsonValue> outputs = new LinkedHashMap<>();
        int last = 0;
        for (ModelTask inner : body.tasks.values()) {
            if (body.graph.outgoing(inner.node.id()).isEmpty()) {
                last++;
                if (inner.output != null) {
                    outputs.put(inner.node.id().value(), inner.output);
                }
            }
        }
        if (last == 1) {
            return outputs.isEmpty()
                    ? JsonValue.NULL
                    : outputs.values().iterator().next();
        }
        return JsonValues.object(outputs);
    }

    int endedCount() {
        return (int) java.util.Arrays.stream(results)
                .filter(java.util.Objects::nonNull)
                .count();
    }

    void stop(ModelGraph.Stop why) {
        if (stopped != null) {
            return;
        }
        stopped = why;
        model().stoppedSomething();
        for (int index : List.copyOf(active)) {
            if (active.contains(index)) {
                bodies.get(index).stop(why);
            }
        }
    }

    void timeOut() {
        timedOut |= stopped == null;
        stop(ModelGraph.Stop.NOT_NEEDED);
    }

    private void leave(Visit visit) {
        workers--;
        boolean apart = leftIn == model().step() && leftLast != visit.walk;
        leftIn = model().step();
        leftLast = visit.walk;
        if (workers == 0) {
            allLeft();
            if (apart && task.status.isFailure()) {
                model().leftApart();
            }
        }
        visit.left--;
        if (visit.left == 0) {
            visit.walk.returned(task.node.id());
        } else {
            visit.walk.inside(task.node.id(), visit.left);
        }
    }

    private void allLeft() {
        task.busy = false;
        boolean all = true;
        for (Result result : results) {
            all &= result != null;
        }
        ModelGraph around = task.graph;
        if (task.startedAt == model().now) {
            model().endedAtOnce();
        }
        if (failure != null) {
            around.end(task, TaskStatus.FAILED, null, failure);
        } else if (all && !cut) {
            around.end(task, TaskStatus.SUCCEEDED, output(), null);
        } else if (around.stopped != null) {
            // It ends with the graph around it.
            task.retryDue = null;
        } else if (timedOut) {
            around.end(task, TaskStatus.TIMED_OUT, null, ErrorCode.NODE_TIMED_OUT);
        } else if (stopping) {
            around.end(task, TaskStatus.SUCCEEDED, output(), null);
        } else if (stopped != null) {
            around.end(task, TaskStatus.CANCELLED, null, ErrorCode.CANCELLED);
        } else {
            Long retry = waiting.values().stream().min(Long::compare).orElse(null);
            task.retryDue = retry == null || deadline() == null ? retry : Long.valueOf(Math.min(retry, deadline()));
        }
    }

    private JsonValue output() {
        List<JsonValue> all = new ArrayList<>();
        for (int index = 0; index < results.length; index++) {
            Result result = results[index] != null
                    ? results[index]
                    : new Result(TaskStatus.CANCELLED, null, ErrorCode.CANCELLED, 0);
            JsonObjectBuilder object = JsonValues.JSON
                    .createObjectBuilder()
                    .add("status", result.status().text())
                    .add("output", result.output() == null ? JsonValue.NULL : result.output())
                    .add(
                            "error",
                            result.error() == null
                                    ? JsonValue.NULL
                                    : JsonValues.string(result.error().slug()));
            if (keys == null) {
                object.add("index", index);
            } else {
                object.add("key", keys.get(index));
            }
            JsonObject built = object.build();
            all.add(built);
        }
        return JsonValues.array(all);
    }

    /** It goes on from its rows: what was only known in memory is forgotten. */
    void reload() {
        waiting.clear();
        next = 0;
    }
}
