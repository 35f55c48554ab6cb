package io.fuscia.execution;

import static io.fuscia.execution.TestEngine.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.workflow.NodePath;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopTest {
    private TestEngine engine = new TestEngine().begin();

    @AfterEach
    void end() {
        engine.close();
    }

    private void loop(String options, String nodes, String edges) {
        StringBuilder body = new StringBuilder();
        nodes.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> body.append("      - ")
                .append(line)
                .append('\n'));
        engine.workflow("""
            workflow_id: looped
            name: looped
            nodes:
              - {node_id: start, type: trigger, trigger_type: manual}
              - {node_id: before, type: component, inputs: {tag: $.trigger.tag}}
              - node_id: each
                type: loop
                items: $.trigger.items
            %s    nodes:
            %s    edges: %s
              - {node_id: after, type: component, inputs: {results: $.each.output}}
            edges: [[start, before], [before, each], [each, after]]
            """.formatted(options.indent(4), body, edges));
    }

    private ExecutionDetail run(String items) {
        return engine.ended(engine.start("looped", "{\"tag\":\"t\",\"items\":" + items + "}"));
    }

    private static Task each(ExecutionDetail detail) {
        return task(detail, "each");
    }

    private static String outcomes(ExecutionDetail detail) {
        return each(detail).output().orElseThrow().asJsonArray().getValuesAs(JsonObject.class).stream()
                .map(result -> result.getString("status") + ":" + result.get("output"))
                .collect(Collectors.joining(" "));
    }

    @Test
    void goesOverAnArrayInOrder() {
        loop("", "{node_id: work, type: component, inputs: {i: $.item, n: $.index, tag: $.before.output.tag}}", "[]");

        ExecutionDetail detail = run("[\"a\",\"b\",\"c\"]");

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(each(detail).output().orElseThrow().asJsonArray().get(2))
                .hasToString("{\"status\":\"succeeded\",\"output\":{\"i\":\"c\",\"n\":2,\"tag\":\"t\"},"
                        + "\"error\":null,\"index\":2}");
        assertThat(task(detail, "after").status()).isEqualTo(TaskStatus.SUCCEEDED);
        List<String> inner = detail.tasks().stream()
                .filter(task -> task.node().toString().equals("each/work"))
                .map(Task::taskId)
                .toList();
        assertThat(inner)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 3)
                        .mapToObj(i -> detail.execution().id() + "/each/work/" + i)
                        .toList());
    }

    @Test
    void goesOverAnObjectByKey() {
        loop("", "{node_id: work, type: component, inputs: {k: $.key, v: $.item}}", "[]");

        assertThat(each(run("{\"x\":1,\"y\":2}")).output().orElseThrow().asJsonArray())
                .hasToString(
                        "[{\"status\":\"succeeded\",\"output\":{\"k\":\"x\",\"v\":1},\"error\":null,\"key\":\"x\"},"
                                + "{\"status\":\"succeeded\",\"output\":{\"k\":\"y\",\"v\":2},\"error\":null,\"key\":\"y\"}]");
    }

    @Test
    void givesAnEmptyArrayForAnEmptyCollection() {
        loop("execution_mode: parallel", "{node_id: work, type: component}", "[]");

        assertThat(each(run("[]")).output()).contains(JsonValue.EMPTY_JSON_ARRAY);
        assertThat(each(run("{}")).output()).contains(JsonValue.EMPTY_JSON_ARRAY);
    }

    @Test
    void refusesWhatIsNoCollection() {
        loop("", "{node_id: work, type: component}", "[]");

        ExecutionDetail detail = run("\"text\"");

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.FAILED);
        TaskError error = each(detail).error().orElseThrow();
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(error.message()).contains("'each'", "'items'", "$.trigger.items", "\"text\"");
    }

    @Test
    void runsAsManyIterationsAtOnceAsItMayAndNoMore() {
        CyclicBarrier three = new CyclicBarrier(3);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        engine.tasks.on("work", (request, token) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                three.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
                return ScriptedTasks.failed(ErrorCode.INTERNAL, false);
            } finally {
                inside.decrementAndGet();
            }
            return ScriptedTasks.succeeded(request.inputs());
        });
        loop("execution_mode: parallel\nconcurrency: 3", "{node_id: work, type: component}", "[]");

        assertThat(run("[1,2,3,4,5,6]").execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(most).hasValue(3);
    }

    private void failsOn(int bad) {
        engine.tasks.on(
                "work",
                (request, token) -> request.inputs().getInt("i") == bad
                        ? ScriptedTasks.failed(ErrorCode.COMPONENT_RETURNED_ERROR, false)
                        : ScriptedTasks.succeeded(request.inputs().get("i")));
    }

    @Test
    void stopsAndFails() {
        failsOn(2);
        loop("", "{node_id: work, type: component, inputs: {i: $.item}}", "[]");

        ExecutionDetail detail = run("[1,2,3]");

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(each(detail).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(each(detail).error().orElseThrow().message()).contains("iteration 1", "'work'");
        assertThat(engine.tasks.runs("work")).isEqualTo(2);
    }

    @Test
    void saysHowFarItIsWhileItRuns() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch last = new CountDownLatch(1);
        engine.tasks.on("work", (request, token) -> {
            int item = request.inputs().getInt("i");
            if (item == 4) {
                last.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return item == 2
                    ? ScriptedTasks.failed(ErrorCode.COMPONENT_RETURNED_ERROR, false)
                    : ScriptedTasks.succeeded(request.inputs().get("i"));
        });
        loop("failure_mode: continue", "{node_id: work, type: component, inputs: {i: $.item}}", "[]");
        ExecutionId id = engine.start("looped", "{\"tag\":\"t\",\"items\":[1,2,3,4,5]}");
        last.await();

        // The third is stored together with what comes next, and what runs for a while is stored by itself.
        TestEngine.await(() -> engine.executions().loops(id).equals(progress(TaskStatus.RUNNING, 3)));
        release.countDown();
        engine.ended(id);

        assertThat(engine.executions().loops(id)).isEqualTo(progress(TaskStatus.SUCCEEDED, 5));
        assertThatThrownBy(() -> engine.executions().loops(ExecutionId.create()))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXECUTION_NOT_FOUND));
    }

    private static List<LoopProgress> progress(TaskStatus status, int done) {
        return List.of(new LoopProgress(NodePath.parse("each"), status, 5, done, 1));
    }

    @Test
    void stopsWithErrors() {
        failsOn(2);
        loop("failure_mode: stop_with_errors", "{node_id: work, type: component, inputs: {i: $.item}}", "[]");

        ExecutionDetail detail = run("[1,2,3]");

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.COMPLETED_WITH_ERRORS);
        assertThat(outcomes(detail)).isEqualTo("succeeded:1 failed:null cancelled:null");
        assertThat(engine.tasks.runs("work")).isEqualTo(2);
    }

    @Test
    void continuesAfterFailures() {
        failsOn(2);
        loop(
                "failure_mode: continue\nexecution_mode: parallel\nconcurrency: 2",
                "{node_id: work, type: component, inputs: {i: $.item}}",
                "[]");

        ExecutionDetail detail = run("[1,2,3]");

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.COMPLETED_WITH_ERRORS);
        assertThat(outcomes(detail)).isEqualTo("succeeded:1 failed:null succeeded:3");
        assertThat(task(detail, "after").status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(each(detail).output().orElseThrow().toString())
                .contains("\"error\":{\"code\":\"component-returned-error\",\"kind\":\"component\",");
    }

    @Test
    void interruptsRunningIterationsWhenOneFails() {
        engine.tasks.on("work", (request, token) -> {
            if (request.inputs().getInt("i") == 1) {
                return ScriptedTasks.failed(ErrorCode.COMPONENT_RETURNED_ERROR, false);
            }
            CountDownLatch stopped = new CountDownLatch(1);
            token.onCancel(stopped::countDown);
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return ScriptedTasks.failed(ErrorCode.CANCELLED, false);
        });
        loop(
                "failure_mode: stop_with_errors\nexecution_mode: parallel\nconcurrency: 3",
                "{node_id: work, type: component, inputs: {i: $.item}}",
                "[]");

        assertThat(outcomes(run("[0,1,2]"))).isEqualTo("cancelled:null failed:null cancelled:null");
    }

    @Test
    void runsBodiesWithBranchesAndJoins() {
        CyclicBarrier both = new CyclicBarrier(2);
        for (String node : List.of("left", "right")) {
            engine.tasks.on(node, (request, token) -> {
                try {
                    both.await(30, TimeUnit.SECONDS);
                } catch (Exception e) {
                    return ScriptedTasks.failed(ErrorCode.INTERNAL, false);
                }
                return ScriptedTasks.succeeded(request.inputs().get("i"));
            });
        }
        loop("", """
            {node_id: left, type: component, inputs: {i: $.item}}
            {node_id: right, type: component, inputs: {i: $.index}}
            {node_id: j, type: join, join_strategy: all}
            {node_id: last, type: component, inputs: {l: $.j.output.left.output, r: $.j.output.right.output}}
            """, "[[left, j], [right, j], [j, last]]");

        assertThat(outcomes(run("[7,8]"))).isEqualTo("succeeded:{\"l\":7,\"r\":0} succeeded:{\"l\":8,\"r\":1}");
    }

    @Test
    void givesTheOutputsOfAllLastNodes() {
        loop("", """
            {node_id: one, type: component, inputs: {i: $.item}}
            {node_id: two, type: component, inputs: {i: $.index}}
            """, "[]");

        assertThat(outcomes(run("[5]"))).isEqualTo("succeeded:{\"one\":{\"i\":5},\"two\":{\"i\":0}}");
    }

    @Test
    void nests() {
        loop("execution_mode: parallel\nconcurrency: 2", """
            {node_id: row, type: component, inputs: {cells: $.item}}
            {node_id: cells, type: loop, items: $.row.output.cells, execution_mode: parallel, concurrency: 2, \
            nodes: [{node_id: cell, type: component, inputs: {v: $.item, all: $.row.output.cells, tag: $.before.output.tag}}], edges: []}
            """, "[[row, cells]]");

        ExecutionDetail detail = run("[[1,2],[3]]");

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        JsonObject second = each(detail).output().orElseThrow().asJsonArray().getJsonObject(1);
        assertThat(second.getJsonArray("output").getJsonObject(0).get("output"))
                .hasToString("{\"v\":3,\"all\":[3],\"tag\":\"t\"}");
        assertThat(detail.tasks().stream()
                        .filter(task -> task.node().toString().equals("each/cells/cell"))
                        .map(task -> task.iteration().toString()))
                .containsExactlyInAnyOrder("0/0", "0/1", "1/0");
    }

    @Test
    void retriesEachIterationByItself() {
        AtomicInteger tries = new AtomicInteger();
        engine.tasks.on(
                "work",
                (request, token) -> request.inputs().getInt("i") == 2 && tries.incrementAndGet() < 3
                        ? ScriptedTasks.failed(ErrorCode.COMPONENT_TRAPPED, true)
                        : ScriptedTasks.succeeded(request.inputs().get("i")));
        loop(
                "",
                "{node_id: work, type: component, inputs: {i: $.item}, max_retry_attempts: 3, retry_initial_delay_ms:"
                        + " 1}",
                "[]");

        ExecutionDetail detail = run("[1,2]");

        assertThat(outcomes(detail)).isEqualTo("succeeded:1 succeeded:2");
        assertThat(detail.tasks().stream()
                        .filter(task -> task.iteration().toString().equals("1")
                                && task.node().toString().equals("each/work"))
                        .map(task -> task.attempts().size()))
                .containsExactly(3);
    }

    @Test
    void holdsNoThreadForALongRetryAndGoesOnFromTheRows() {
        AtomicInteger tries = new AtomicInteger();
        engine.tasks.on(
                "work",
                (request, token) -> request.inputs().getInt("i") == 1 && tries.incrementAndGet() < 2
                        ? ScriptedTasks.failed(ErrorCode.COMPONENT_TRAPPED, true)
                        : ScriptedTasks.succeeded(request.inputs().get("i")));
        loop(
                "",
                "{node_id: work, type: component, inputs: {i: $.item}, max_retry_attempts: 3, retry_initial_delay_ms:"
                        + " 1500}",
                "[]");

        ExecutionDetail detail = run("[1,2]");

        assertThat(outcomes(detail)).isEqualTo("succeeded:1 succeeded:2");
        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(engine.tasks.runs("work")).isEqualTo(3);
    }

    @Test
    void runsNoIterationTwiceAfterACrash() throws Exception {
        CountDownLatch third = new CountDownLatch(1);
        AtomicInteger seen = new AtomicInteger();
        engine.tasks.on("work", (request, token) -> {
            if (request.inputs().getInt("i") == 3 && seen.incrementAndGet() == 1) {
                third.countDown();
                CountDownLatch never = new CountDownLatch(1);
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return ScriptedTasks.succeeded(request.inputs().get("i"));
        });
        loop("", """
            {node_id: work, type: component, inputs: {i: $.item}}
            {node_id: more, type: component, inputs: {i: $.work.output}}
            """, "[[work, more]]");
        ExecutionId id = engine.start("looped", "{\"tag\":\"t\",\"items\":[1,2,3,4]}");
        third.await();
        // What took no time is stored a little later, together with others.
        TestEngine.await(() -> engine.detail(id).tasks().stream()
                        .filter(task ->
                                task.node().toString().equals("each/more") && task.status() == TaskStatus.SUCCEEDED)
                        .count()
                == 2);

        try (TestEngine next = engine.afterCrash()) {
            ExecutionDetail detail = next.ended(id);
            assertThat(outcomes(detail))
                    .isEqualTo("succeeded:{\"i\":1} succeeded:{\"i\":2} succeeded:{\"i\":3} succeeded:{\"i\":4}");
            assertThat(next.tasks.runs("work")).isEqualTo(5);
            assertThat(next.tasks.runs("more")).isEqualTo(4);
        }
    }

    @Test
    void cancelsAndPausesInsideLoops() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch runs = engine.tasks.holds("work", release);
        loop("", "{node_id: work, type: component, inputs: {i: $.item}}", "[]");
        ExecutionId id = engine.start("looped", "{\"tag\":\"t\",\"items\":[1,2,3]}");
        runs.await();
        engine.executions().pause(id);
        release.countDown();
        engine.when(id, detail -> detail.tasks().stream()
                .anyMatch(task -> task.node().toString().equals("each/work") && task.status() == TaskStatus.SUCCEEDED));
        assertThat(engine.tasks.runs("work")).isEqualTo(1);
        engine.executions().resume(id);
        assertThat(engine.ended(id).execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(engine.tasks.runs("work")).isEqualTo(3);

        CountDownLatch again = engine.tasks.holds("work", new CountDownLatch(1));
        ExecutionId second = engine.start("looped", "{\"tag\":\"t\",\"items\":[1,2,3]}");
        again.await();
        engine.executions().cancel(second);
        ExecutionDetail detail = engine.ended(second);
        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.CANCELLED);
        assertThat(detail.tasks())
                .noneMatch(task -> task.node().toString().startsWith("each")
                        && !task.status().isTerminal());
    }

    @Test
    void saysOfTasksThatWaitedForARetryInsideALoopWhyTheyWereCancelled() {
        engine.tasks.failsFirst("work", 9);
        loop("", "{node_id: work, type: component, max_retry_attempts: 3, retry_initial_delay_ms: 60000}", "[]");
        ExecutionId id = engine.start("looped", "{\"tag\":\"t\",\"items\":[1]}");
        engine.when(id, detail -> detail.execution().wakeAt().isPresent());

        engine.executions().cancel(id);

        Task waited = task(engine.ended(id), "each/work");
        assertThat(waited.status()).isEqualTo(TaskStatus.CANCELLED);
        assertThat(waited.error().orElseThrow())
                .isEqualTo(new TaskError(ErrorCode.CANCELLED, "the execution was cancelled"));
    }

    @Test
    void endsALoopThatTakesTooLong() {
        engine.tasks.holds("work", new CountDownLatch(1));
        loop("timeout_ms: 200", "{node_id: work, type: component}", "[]");

        ExecutionDetail detail = run("[1]");

        assertThat(each(detail).status()).isEqualTo(TaskStatus.TIMED_OUT);
        assertThat(detail.execution().error().orElseThrow().code()).isEqualTo(ErrorCode.NODE_TIMED_OUT);
    }

    @Test
    void goesOverMoreItemsThanItKeepsResultsOfInMemory() {
        loop("execution_mode: parallel\nconcurrency: 8", "{node_id: work, type: component, inputs: {i: $.item}}", "[]");
        int many = LoopRun.MOST_KEPT + 200;
        String items = IntStream.range(0, many).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));

        ExecutionDetail detail = run(items);

        assertThat(each(detail).output().orElseThrow().asJsonArray().getValuesAs(JsonObject.class).stream()
                        .map(result -> result.getJsonObject("output").getInt("i") + "=" + result.getInt("index")))
                .containsExactlyElementsOf(
                        IntStream.range(0, many).mapToObj(i -> i + "=" + i).toList());
        assertThat(engine.tasks.runs("work")).isEqualTo(many);
    }

    @Test
    void showsTheTasksInsideLoopsPageByPage() {
        loop("", "{node_id: work, type: component, inputs: {i: $.item}}", "[]");
        ExecutionId id = run("[0,1,2,3,4,5,6,7,8,9,10,11]").execution().id();
        ExecutionDetail all = engine.executions().find(id).orElseThrow();
        ExecutionDetail some = engine.executions().find(id, 5).orElseThrow();

        assertThat(all.nextTasks()).isEmpty();
        assertThat(names(some.tasks())).hasSize(4 + 5).startsWith("start@", "before@", "each@", "after@");
        List<Task> found = new ArrayList<>(some.tasks());
        Optional<String> next = some.nextTasks();
        while (next.isPresent()) {
            TaskPage page = engine.executions().tasks(id, next, 4);
            assertThat(page.tasks()).hasSizeLessThanOrEqualTo(4);
            found.addAll(page.tasks());
            next = page.next();
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(all.tasks());
        assertThat(names(all.tasks())).containsSubsequence("each/work@2", "each/work@9", "each/work@10");
        assertThat(found.stream().filter(task -> task.node().toString().equals("each/work")))
                .allSatisfy(task -> assertThat(task.attempts()).hasSize(1));
        assertThat(engine.executions().find(id, 0).orElseThrow().tasks()).hasSize(4);
        assertThatThrownBy(() -> engine.executions().tasks(id, Optional.of("x"), 4))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
        assertThatThrownBy(() -> engine.executions().tasks(id, Optional.empty(), 501))
                .isInstanceOf(FusciaException.class);
    }

    private static List<String> names(List<Task> tasks) {
        return tasks.stream().map(task -> task.node() + "@" + task.iteration()).toList();
    }

    @Test
    void keepsTheOrderWhenAnIterationOfASequenceWaitsForARetry() {
        List<Integer> order = new java.util.concurrent.CopyOnWriteArrayList<>();
        engine.tasks.on("work", (request, token) -> {
            int item = request.inputs().getInt("i");
            order.add(item);
            return item == 1 && order.size() == 1
                    ? ScriptedTasks.failed(ErrorCode.COMPONENT_TRAPPED, true)
                    : ScriptedTasks.succeeded(request.inputs().get("i"));
        });
        loop(
                "",
                "{node_id: work, type: component, inputs: {i: $.item}, max_retry_attempts: 1, retry_initial_delay_ms:"
                        + " 1100}",
                "[]");

        assertThat(outcomes(run("[1,2]"))).isEqualTo("succeeded:1 succeeded:2");
        assertThat(order).containsExactly(1, 1, 2);
    }

    @Test
    void runsNodesOfABodyWithoutEdgesAtTheSameTime() {
        CyclicBarrier both = new CyclicBarrier(2);
        for (String node : List.of("one", "two")) {
            engine.tasks.on(node, (request, token) -> {
                try {
                    both.await(30, TimeUnit.SECONDS);
                } catch (Exception e) {
                    return ScriptedTasks.failed(ErrorCode.INTERNAL, false);
                }
                return ScriptedTasks.succeeded(request.inputs());
            });
        }
        loop("", "{node_id: one, type: component}\n{node_id: two, type: component}", "[]");

        assertThat(run("[1]").execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
}
