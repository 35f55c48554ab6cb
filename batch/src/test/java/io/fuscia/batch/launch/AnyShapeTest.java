package io.fuscia.batch.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuscia.artifact.Digest;
import io.fuscia.execution.EngineUnderTest;
import io.fuscia.execution.Execution;
import io.fuscia.execution.ExecutionDetail;
import io.fuscia.execution.ExecutionId;
import io.fuscia.execution.ExecutionStatus;
import io.fuscia.execution.StartRequest;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.task.TaskOutcome;
import io.fuscia.task.TaskRunner;
import io.fuscia.workflow.DefinitionParser;
import io.fuscia.workflow.LockedSubWorkflow;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.NodePath;
import io.fuscia.workflow.WorkflowId;
import io.fuscia.workflow.document.DocumentFormat;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * No shape and no load makes executions wait for each other for ever: the real engine on JBeret, with admission in front
 * and far fewer threads than the shapes ask for. {@code -Dfuscia.stress=N} makes the load N times as large.
 */
@Timeout(value = 1_800, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AnyShapeTest {
    private static final int STRESS = Integer.getInteger("fuscia.stress", 1);

    private final AtomicInteger tasks = new AtomicInteger();
    private BatchRuntime batch;
    private EngineUnderTest engine;

    private void open(int threads, int maxRunning) {
        TaskRunner guests = (request, cancellation) -> {
            tasks.incrementAndGet();
            LockSupport.parkNanos(200_000);
            return new TaskOutcome.Succeeded(JsonValues.object(Map.of()), List.of());
        };
        batch = new BatchRuntime(threads);
        engine = EngineUnderTest.inRealTime(guests, batch, maxRunning);
        batch.callBack(engine.nodes(), engine.executions());
        engine.begin();
    }

    @AfterEach
    void close() {
        engine.close();
        batch.close();
    }

    private static String file(String id, String nodes, String edges) {
        return "{\"workflow_id\": \"" + id + "\", \"name\": \"" + id
                + "\", \"nodes\": [{\"node_id\": \"start\", \"type\": \"trigger\", \"trigger_type\": \"manual\"}, "
                + nodes
                + "], \"edges\": [" + edges + "]}";
    }

    private static String task(String id) {
        return "{\"node_id\": \"" + id
                + "\", \"type\": \"component\", \"name\": \"test/task\", \"task_name\": \"run\"}";
    }

    private static String join(String id) {
        return "{\"node_id\": \"" + id + "\", \"type\": \"join\"}";
    }

    private static String edge(String from, String to) {
        return "[\"" + from + "\", \"" + to + "\"]";
    }

    /** Splits in splits, so many deep. */
    private static String nested(int levels) {
        List<String> nodes = new ArrayList<>(List.of(task("middle")));
        List<String> edges = new ArrayList<>();
        String first = "start";
        String last = "middle";
        for (int level = 0; level < levels; level++) {
            nodes.addAll(List.of(task("in" + level), task("beside" + level), join("out" + level)));
            edges.addAll(List.of(
                    edge(first, "in" + level), edge(first, "beside" + level), edge("beside" + level, "out" + level)));
            if (level > 0) {
                edges.add(edge("out" + level, "out" + (level - 1)));
            }
            first = "in" + level;
        }
        edges.add(edge(first, last));
        edges.add(edge(last, "out" + (levels - 1)));
        return file("nested", String.join(", ", nodes), String.join(", ", edges));
    }

    private static String fan(int width) {
        List<String> nodes = new ArrayList<>(List.of(join("all")));
        List<String> edges = new ArrayList<>();
        for (int at = 0; at < width; at++) {
            nodes.add(task("n" + at));
            edges.add(edge("start", "n" + at));
            edges.add(edge("n" + at, "all"));
        }
        return file("fan", String.join(", ", nodes), String.join(", ", edges));
    }

    private static String chain(int length) {
        List<String> nodes = new ArrayList<>();
        List<String> edges = new ArrayList<>();
        String before = "start";
        for (int at = 0; at < length; at++) {
            nodes.add(task("n" + at));
            edges.add(edge(before, "n" + at));
            before = "n" + at;
        }
        return file("chain", String.join(", ", nodes), String.join(", ", edges));
    }

    /** Loops side by side, in each a loop, in each two branches and a join; everything parallel. */
    private static String loops(int loops, int items) {
        String many = IntStream.range(0, items).mapToObj(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
        List<String> nodes = new ArrayList<>();
        List<String> edges = new ArrayList<>();
        for (int at = 0; at < loops; at++) {
            String inner = "{\"node_id\": \"inner\", \"type\": \"loop\", \"items\": " + many
                    + ", \"execution_mode\": \"parallel\", \"concurrency\": 50, \"nodes\": ["
                    + String.join(", ", task("left"), task("right"), join("both")) + "], \"edges\": ["
                    + edge("left", "both") + ", " + edge("right", "both") + "]}";
            nodes.add("{\"node_id\": \"outer" + at + "\", \"type\": \"loop\", \"items\": " + many
                    + ", \"execution_mode\": \"parallel\", \"concurrency\": 50, \"nodes\": [" + inner
                    + "], \"edges\": []}");
            edges.add(edge("start", "outer" + at));
        }
        return file("loops", String.join(", ", nodes), String.join(", ", edges));
    }

    private void define(String json) {
        engine.define(new LockedWorkflow(
                new DefinitionParser().parse(json, DocumentFormat.JSON).orThrow(), Map.of(), Digest.of(json)));
    }

    private List<ExecutionId> start(String workflow, int times) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(4);
        List<Future<ExecutionId>> started = new ArrayList<>();
        for (int at = 0; at < times; at++) {
            started.add(callers.submit(() -> engine.executions()
                    .start(StartRequest.of(new WorkflowId(workflow), JsonValue.EMPTY_JSON_OBJECT))
                    .execution()
                    .id()));
        }
        List<ExecutionId> ids = new ArrayList<>();
        for (Future<ExecutionId> one : started) {
            ids.add(one.get());
        }
        callers.shutdown();
        return ids;
    }

    private void allSucceed(List<ExecutionId> ids) {
        for (ExecutionId id : ids) {
            await().atMost(Duration.ofMinutes(20))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> engine.row(id).status().isTerminal());
            assertThat(engine.row(id).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        }
    }

    @Test
    void endsTwentyNestedSplitsOnFewThreads() throws Exception {
        open(8, 128);
        define(nested(20));
        List<ExecutionId> ids = start("nested", 10 * STRESS);
        allSucceed(ids);
        assertThat(tasks).hasValue(ids.size() * 41);
    }

    @Test
    void endsFiftyConcurrentLoopsInLoopsOnFewThreads() throws Exception {
        open(12, 4);
        int loops = STRESS > 1 ? 50 : 5;
        int items = STRESS > 1 ? 10 : 6;
        define(loops(loops, items));
        List<ExecutionId> ids = start("loops", 2 * STRESS);
        allSucceed(ids);
        assertThat(tasks).hasValue(ids.size() * loops * items * items * 2);
    }

    /** Workflows that call each other so many deep: each calls the next for two items at a time, beside a task. */
    private int defineCalls(int levels) {
        LockedWorkflow below = null;
        int executions = 0;
        for (int level = levels; level > 0; level--) {
            String id = "level" + level;
            String inner = below == null
                    ? task("call")
                    : "{\"node_id\": \"call\", \"type\": \"workflow\", \"workflow_id\": \"level" + (level + 1) + "\"}";
            String json = file(
                    id,
                    "{\"node_id\": \"each\", \"type\": \"loop\", \"items\": [1, 2], \"execution_mode\": \"parallel\","
                            + " \"concurrency\": 2, \"nodes\": [" + inner + "], \"edges\": []}, " + task("beside")
                            + ", "
                            + join("both"),
                    String.join(
                            ", ",
                            edge("start", "each"),
                            edge("start", "beside"),
                            edge("each", "both"),
                            edge("beside", "both")));
            Map<NodePath, LockedSubWorkflow> calls = below == null
                    ? Map.of()
                    : Map.of(
                            NodePath.parse("each/call"),
                            new LockedSubWorkflow(
                                    below.definition().id(), 1, below.digest(), new NodeId("start"), Optional.empty()));
            below = new LockedWorkflow(
                    new DefinitionParser().parse(json, DocumentFormat.JSON).orThrow(),
                    Map.of(),
                    calls,
                    Digest.of(json));
            engine.define(below);
            executions = 2 * executions + 1;
        }
        return executions;
    }

    @Test
    void endsSubWorkflowsFiveDeepOnFewThreads() throws Exception {
        open(12, 4);
        int levels = 5;
        int each = defineCalls(levels);
        List<ExecutionId> ids = start("level1", 3 * STRESS);
        allSucceed(ids);
        int last = 1 << levels;
        assertThat(tasks).hasValue(ids.size() * (each + last));
    }

    @Test
    void endsManyExecutionsOfAllShapesAtOnce() throws Exception {
        open(64, 16);
        define(nested(20));
        define(fan(100));
        define(loops(3, 4));
        defineCalls(3);
        List<ExecutionId> ids = new ArrayList<>();
        for (int round = 0; round < 3 * STRESS; round++) {
            ids.addAll(start("nested", 2));
            ids.addAll(start("fan", 1));
            ids.addAll(start("loops", 2));
            ids.addAll(start("level1", 1));
        }
        allSucceed(ids);
    }

    @Test
    void runsFanOutsOfAThousandAndLongChains() throws Exception {
        open(4_096, 16);
        define(fan(1_000));
        // With the trigger as many nodes as a workflow may have.
        int length = STRESS > 1 ? 9_999 : 1_500;
        define(chain(length));
        List<ExecutionId> ids = new ArrayList<>(start("fan", 1));
        ids.addAll(start("chain", 1));
        allSucceed(ids);
        assertThat(tasks).hasValue(1_000 + length);
        ExecutionDetail detail = engine.executions().find(ids.get(1)).orElseThrow();
        Execution chain = detail.execution();
        assertThat(detail.tasks()).hasSize(length + 1);
        assertThat(chain.endedAt()).isPresent();
    }
}
