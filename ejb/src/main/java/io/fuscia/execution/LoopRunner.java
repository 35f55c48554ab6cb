package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.task.Cancellation;
import io.fuscia.workflow.Graph;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodeType;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Runs loops. Any number of threads may come in for the same loop: the first opens it, each works on one item after the
 * other, and the last one out stores what came of it. An iteration that is over has a row of the loop's own path, so
 * after a crash only those that were under way are gone through again, node by node. Thread-safe.
 */
final class LoopRunner {
    private static final long STORING_ELSEWHERE_NANOS = 5_000_000;

    /** What it needs of {@link NodeRunner}: the one way to decide, run and store nodes. */
    interface Nodes {
        /** Decides a node by its edges and ends it if they say so. Tells whether it is its turn to run. */
        boolean isItsTurn(RunningExecution execution, GraphRun run, NodeId node);

        /** A thread goes inside the node and stays a while. */
        void begins(RunningExecution execution, GraphRun run, NodeId node);

        void end(RunningExecution execution, GraphRun run, NodeId node, NodeEnd end);

        void run(RunningExecution execution, GraphRun run, NodeId node);

        void save(RunningExecution execution, List<TaskWrite> tasks);
    }

    private final Nodes nodes;
    private final ExecutionStore store;
    private final TaskPreparation preparation;
    private final Supplier<ExecutionLauncher> threads;

    LoopRunner(Nodes nodes, ExecutionStore store, TaskPreparation preparation, Supplier<ExecutionLauncher> threads) {
        this.nodes = nodes;
        this.store = store;
        this.preparation = preparation;
        this.threads = threads;
    }

    /** How many threads can do something for the loop. */
    int partitions(RunningExecution execution, GraphRun run, NodeDefinition.Loop loop) {
        if (loop.concurrency() == 1 || run.progress().result(loop.id()).isPresent() || !execution.mayStart()) {
            return 1;
        }
        try {
            return Math.max(
                    1, Math.min(loop.concurrency(), preparation.items(run, loop).size()));
        } catch (FusciaException e) {
            // Opening the loop will say so.
            return 1;
        }
    }

    /** One thread's work for the loop; returns when there is no more to do for it. */
    void run(RunningExecution execution, GraphRun run, NodeDefinition.Loop loop) {
        Optional<LoopRun> entered = enter(execution, run, loop);
        if (entered.isEmpty()) {
            return;
        }
        LoopRun active = entered.get();
        // The outermost graph's loops get their threads from the job.
        CountDownLatch others = run == execution.root() ? new CountDownLatch(0) : invite(active);
        try {
            work(active);
        } finally {
            leave(active);
            await(execution, others);
        }
    }

    private CountDownLatch invite(LoopRun active) {
        int wanted = Math.max(0, active.most() - active.workers());
        CountDownLatch others = new CountDownLatch(wanted);
        for (int worker = 0; worker < wanted; worker++) {
            boolean started = threads.get().offer(() -> {
                try {
                    enter(active.execution(), active.around(), active.loop()).ifPresent(found -> {
                        try {
                            work(found);
                        } finally {
                            leave(found);
                        }
                    });
                } finally {
                    others.countDown();
                }
            });
            if (!started) {
                others.countDown();
            }
        }
        return others;
    }

    private static void await(RunningExecution execution, CountDownLatch others) {
        while (others.getCount() > 0) {
            try {
                others.await();
            } catch (InterruptedException e) {
                execution.cancellation().cancel(Cancellation.Reason.SERVER_LEAVES);
            }
        }
    }

    private Optional<LoopRun> enter(RunningExecution execution, GraphRun run, NodeDefinition.Loop loop) {
        NodeSlot slot = run.slot(loop.id());
        synchronized (slot.opening()) {
            Optional<LoopRun> open = run.loop(loop.id());
            if (open.isEmpty() || open.get().workers() == 0) {
                if (run.progress().result(loop.id()).isPresent()
                        || !execution.mayStart()
                        || run.cancellation().isCancelled()
                        || !slot.enter()) {
                    return Optional.empty();
                }
                boolean opened = false;
                try {
                    open = open.isPresent() ? open : open(execution, run, loop, slot);
                    opened = open.isPresent();
                } finally {
                    if (!opened) {
                        slot.leave();
                    }
                }
                open.ifPresent(active -> {
                    slot.loops(active.cancellation(), store.now());
                    run.opened(loop.id(), active);
                    execution.loops().add(active);
                });
            }
            return open.filter(LoopRun::join);
        }
    }

    private Optional<LoopRun> open(RunningExecution execution, GraphRun run, NodeDefinition.Loop loop, NodeSlot slot) {
        if (!nodes.isItsTurn(execution, run, loop.id())) {
            return Optional.empty();
        }
        LoopItems items;
        try {
            items = preparation.items(run, loop);
        } catch (FusciaException e) {
            nodes.end(execution, run, loop.id(), NodeEnd.of(TaskStatus.FAILED, TaskPreparation.error(loop.id(), e)));
            return Optional.empty();
        }
        boolean restored = slot.rowExists();
        long begun = Optional.ofNullable(slot.firstStartedAt()).orElseGet(store::now);
        Long deadline = loop.settings().timeoutMs().isPresent()
                ? Long.valueOf(begun + loop.settings().timeoutMs().getAsLong())
                : null;
        if (!restored) {
            nodes.save(execution, List.of(running(run, loop, items, begun)));
            slot.rowStored();
        }
        LoopRun active = new LoopRun(execution, run, loop, items, restored, deadline);
        if (restored) {
            store.iterations(execution.id(), run.path(loop.id()), run.iteration(), active::ended);
        }
        return Optional.of(active);
    }

    private static TaskWrite running(GraphRun run, NodeDefinition.Loop loop, LoopItems items, long begun) {
        return new TaskWrite(
                run.path(loop.id()),
                NodeType.LOOP,
                run.iteration(),
                false,
                TaskStatus.RUNNING,
                0,
                Optional.of(JsonValues.object(Map.of("items", items.collection()))),
                Optional.empty(),
                JsonValue.EMPTY_JSON_ARRAY,
                Optional.empty(),
                null,
                begun,
                null,
                Optional.empty());
    }

    private void leave(LoopRun active) {
        NodeSlot slot = active.around().slot(active.id());
        synchronized (slot.opening()) {
            if (!active.leave()) {
                return;
            }
            active.execution().loops().remove(active);
            try {
                Optional<NodeEnd> end = active.end(results -> gather(active, results));
                if (end.isPresent()) {
                    active.close();
                    active.around().closed(active.id());
                    nodes.end(active.execution(), active.around(), active.id(), end.get());
                } else {
                    slot.restUntil(active.wakeAt());
                }
            } finally {
                slot.leave();
            }
        }
    }

    /** Reads the results of all iterations that are over, once their rows are there. */
    private void gather(LoopRun active, JsonObject[] results) {
        RunningExecution execution = active.execution();
        GraphRun around = active.around();
        int left = active.endedCount();
        while (left > 0) {
            // Another thread may have taken some of the rows to store them with its own.
            nodes.save(execution, List.of());
            int[] found = new int[1];
            store.iterations(execution.id(), around.path(active.id()), around.iteration(), (index, end) -> {
                results[index] = active.items().result(index, end);
                found[0]++;
            });
            left = active.endedCount() - found[0];
            if (left > 0) {
                LockSupport.parkNanos(STORING_ELSEWHERE_NANOS);
            }
        }
    }

    private void work(LoopRun active) {
        Optional<Begun> next = next(active);
        if (next.isPresent()) {
            nodes.begins(active.execution(), active.around(), active.id());
        }
        while (next.isPresent()) {
            iterate(active, next.get().index(), next.get().body());
            next = next(active);
        }
    }

    private record Begun(int index, GraphRun body) {}

    private Optional<Begun> next(LoopRun active) {
        if (!active.isDoubtful()) {
            return takeAndBegin(active);
        }
        // One worker at a time: a quick one must not be asked about a later item first.
        synchronized (active.restoring()) {
            return takeAndBegin(active);
        }
    }

    private Optional<Begun> takeAndBegin(LoopRun active) {
        return active.take(store.now())
                .map(taken -> new Begun(taken.index(), taken.body().orElseGet(() -> begin(active, taken.index()))));
    }

    private void iterate(LoopRun active, int index, GraphRun body) {
        RunningExecution execution = active.execution();
        long begun = store.now();
        int before = body.progress().endedCount();
        int resumed = execution.resumed();
        body.open();
        execution.runs().add(body);
        try (Cancellation.Registration link = active.cancellation().onCancel(() -> body.cancellation()
                .cancel(active.cancellation().reason().orElseThrow()))) {
            runAndClose(execution, body);
        } finally {
            execution.runs().remove(body);
        }
        if (execution
                .cancellation()
                .reason()
                .filter(reason -> reason == Cancellation.Reason.SERVER_LEAVES)
                .isPresent()) {
            return;
        }
        Optional<Long> retry = body.nextRetry();
        boolean over = body.progress().isComplete() || body.cancellation().isCancelled();
        // Whoever was paused meanwhile may have left out what could run.
        boolean undisturbed = execution.mayStart() && execution.resumed() == resumed;
        if (!over && retry.isEmpty() && undisturbed && body.progress().endedCount() == before) {
            body.fail(new TaskError(ErrorCode.INTERNAL, "the nodes that are left can never run"));
            over = true;
        }
        if (over) {
            over(active, index, body, begun);
        } else {
            active.wait(index, body, retry.orElse(0L));
        }
    }

    /** Stays until nobody is inside of the body any more: what stops the loop has to reach those who came later too. */
    private void runAndClose(RunningExecution execution, GraphRun body) {
        try {
            runNodes(execution, body);
        } finally {
            if (body.closeToVisitors()) {
                execution.cancellation().cancel(Cancellation.Reason.SERVER_LEAVES);
            }
        }
    }

    /** Visits the nodes of all iterations that are worked on, for those that are due while their threads are busy. */
    void goOn(RunningExecution execution) {
        execution.runs().stream().filter(run -> run != execution.root()).forEach(body -> goOn(execution, body));
    }

    /**
     * The same for one body. Where there is no thread, what is due runs when a thread of the iteration comes to it.
     */
    void goOn(RunningExecution execution, GraphRun body) {
        if (!execution.mayStart()
                || body.cancellation().isCancelled()
                || !body.hasSomethingToDo(store.now())
                || !body.visit()) {
            return;
        }
        boolean started = false;
        try {
            started = threads.get().offer(() -> {
                try {
                    runNodes(execution, body);
                } finally {
                    body.visited();
                }
            });
        } finally {
            if (!started) {
                body.visited();
            }
        }
    }

    private GraphRun begin(LoopRun active, int index) {
        GraphRun around = active.around();
        Iteration iteration = around.iteration().child(index);
        GraphProgress progress = new GraphProgress(
                active.loop().body(), around.progress(), active.items().item(index));
        GraphRun body = around.body(active.id(), iteration, progress, new Cancellation());
        if (active.isRestored()) {
            ExecutionStore.StoredIteration stored =
                    store.iteration(active.execution().id(), around.path(active.id()), iteration);
            body.restore(stored.tasks(), stored.failures());
            recordDoubts(active, body, stored.tasks());
            body.stopBranchesNotNeeded(store.now());
        }
        return body;
    }

    /**
     * After a crash: any iteration that has rows may have been under way, and of those without, which are begun in
     * order, as many as there were workers.
     */
    private void recordDoubts(LoopRun active, GraphRun body, List<TaskRecord> rows) {
        if (active.execution().interrupted().isPresent() && (!rows.isEmpty() || active.mayHaveBegun())) {
            List<TaskWrite> doubts = Doubts.of(active.execution(), body, rows, store.now());
            if (!doubts.isEmpty()) {
                nodes.save(active.execution(), doubts);
            }
        }
    }

    private void runNodes(RunningExecution execution, GraphRun body) {
        Graph graph = body.graph();
        if (isChain(graph)) {
            graph.topologicalOrder().forEach(node -> nodes.run(execution, body, node));
        } else if (new BodyWork(graph, node -> nodes.run(execution, body, node), task -> threads.get()
                        .offer(task))
                .run()) {
            execution.cancellation().cancel(Cancellation.Reason.SERVER_LEAVES);
        }
    }

    /** Whether no two nodes can run at the same time. */
    private static boolean isChain(Graph graph) {
        long starts = graph.nodes().stream()
                .filter(node -> graph.upstream(node.id()).isEmpty())
                .count();
        return starts <= 1
                && graph.nodes().stream()
                        .allMatch(node -> graph.downstream(node.id()).size() <= 1
                                && graph.upstream(node.id()).size() <= 1);
    }

    private void over(LoopRun active, int index, GraphRun body, long begun) {
        RunningExecution execution = active.execution();
        NodeEnd end = end(body);
        TaskError why = end.error().orElse(GraphRun.notNeeded());
        TaskError ofNodes = end.status() == TaskStatus.FAILED
                ? new TaskError(ErrorCode.CANCELLED, "another node failed, which ended the iteration")
                : why;
        for (NodeId node : body.graph().topologicalOrder()) {
            if (body.progress().result(node).isEmpty()) {
                body.decided(node, Conclusion.leftover(body.progress(), node, ofNodes), store.now());
            }
        }
        execution.add(TaskWrite.decided(active.around().path(active.id()), NodeType.LOOP, false, end, store.now())
                .in(body.iteration())
                .after(0, begun));
        if (execution.unsavedAreDue()) {
            nodes.save(execution, List.of());
        }
        active.ended(index, end);
    }

    private static NodeEnd end(GraphRun body) {
        if (body.fatal().isPresent()) {
            return NodeEnd.of(TaskStatus.FAILED, body.fatal().get());
        }
        boolean interrupted = body.cancellation().isCancelled()
                && body.graph().nodes().stream().anyMatch(node -> body.progress()
                        .result(node.id())
                        .filter(result -> result.status() != TaskStatus.CANCELLED)
                        .isEmpty());
        return interrupted
                ? NodeEnd.of(TaskStatus.CANCELLED, new TaskError(ErrorCode.CANCELLED, "the loop was stopped"))
                : NodeEnd.succeeded(output(body), JsonValue.EMPTY_JSON_ARRAY);
    }

    /** What the body's last node gave; if it has several, an object with a member for each that gave something. */
    private static JsonValue output(GraphRun body) {
        List<NodeId> last = body.graph().nodes().stream()
                .map(NodeDefinition::id)
                .filter(node -> body.graph().outgoing(node).isEmpty())
                .toList();
        if (last.size() == 1) {
            return output(body, last.get(0)).orElse(JsonValue.NULL);
        }
        Map<String, JsonValue> outputs = new java.util.LinkedHashMap<>();
        last.forEach(node -> output(body, node).ifPresent(value -> outputs.put(node.value(), value)));
        JsonObject all = JsonValues.object(outputs);
        return all;
    }

    private static Optional<JsonValue> output(GraphRun body, NodeId node) {
        return body.progress().result(node).flatMap(NodeEnd::output);
    }
}
