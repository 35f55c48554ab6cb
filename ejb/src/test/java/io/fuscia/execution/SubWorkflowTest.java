package io.fuscia.execution;

import static io.fuscia.execution.TestEngine.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.failure.ErrorCode;
import io.fuscia.workflow.WorkflowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SubWorkflowTest {
    private TestEngine engine = new TestEngine().begin();

    @AfterEach
    void end() {
        engine.close();
    }

    /** {@code child} with one node {@code work}, and {@code parent} that calls it between two nodes. */
    private void define(String call) {
        engine.workflow("child", "{node_id: work, type: component, inputs: {x: $.trigger.x}}", "start -> work");
        engine.workflow("parent", """
            {node_id: before, type: component, inputs: {n: 7}}
            {node_id: sub, type: workflow, workflow_id: child, inputs: {x: $.before.output.n}%s}
            {node_id: after, type: component, inputs: {got: $.sub.output}}
            """.formatted(call), "start -> before", "before -> sub", "sub -> after");
    }

    private List<Execution> children() {
        return engine.executions()
                .list(
                        new ExecutionFilter(Optional.of(new WorkflowId("child")), Optional.empty()),
                        Optional.empty(),
                        100)
                .executions();
    }

    private ExecutionDetail child(ExecutionDetail parent) {
        return engine.detail(task(parent, "sub").child().orElseThrow());
    }

    @Test
    void givesTheOutputOfAnExecutionOfItsOwnAndLinksBoth() {
        define("");

        ExecutionDetail parent = engine.ended(engine.start("parent"));

        TestEngine.hasStatuses(
                parent,
                ExecutionStatus.SUCCEEDED,
                "start=succeeded",
                "before=succeeded",
                "sub=succeeded",
                "after=succeeded");
        assertThat(task(parent, "after").output().orElseThrow()).hasToString("{\"got\":{\"x\":7}}");
        ExecutionDetail child = child(parent);
        assertThat(child.execution().workflowId().value()).isEqualTo("child");
        assertThat(child.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(child.payload()).hasToString("{\"x\":7}");
        ParentTask link = child.execution().parent().orElseThrow();
        assertThat(link.execution()).isEqualTo(parent.execution().id());
        assertThat(link.node()).hasToString("sub");
        assertThat(link.attempt()).isEqualTo(1);
        assertThat(children().get(0).parent()).contains(link);
        assertThat(parent.execution().parent()).isEmpty();
    }

    @Test
    void failsWithWhatTheCalledWorkflowFailedWith() {
        define("");
        engine.tasks.fails("work");

        ExecutionDetail parent = engine.ended(engine.start("parent"));

        TestEngine.hasStatuses(
                parent, ExecutionStatus.FAILED, "start=succeeded", "before=succeeded", "sub=failed", "after=skipped");
        TaskError error = task(parent, "sub").error().orElseThrow();
        assertThat(error.code()).isEqualTo(ErrorCode.COMPONENT_RETURNED_ERROR);
        assertThat(error.message()).contains("workflow 'child'", "node 'work' failed", "it failed");
        assertThat(error.detail().getString("execution_id"))
                .isEqualTo(child(parent).execution().id().value());
    }

    @Test
    void startsAnExecutionForEachAttempt() {
        define(", max_retry_attempts: 2, retry_initial_delay_ms: 1");
        engine.tasks.failsFirst("work", 2);

        ExecutionDetail parent = engine.ended(engine.start("parent"));

        assertThat(parent.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        Task sub = task(parent, "sub");
        assertThat(sub.attempts())
                .extracting(Attempt::status)
                .containsExactly(TaskStatus.FAILED, TaskStatus.FAILED, TaskStatus.SUCCEEDED);
        assertThat(sub.attempts().stream()
                        .map(attempt -> attempt.child().orElseThrow())
                        .distinct())
                .hasSize(3);
        assertThat(children()).hasSize(3);
    }

    @Test
    void completesWithErrorsIfWhatItCalledDid() {
        engine.workflow(
                "child",
                "{node_id: work, type: component, fail_workflow: false}\n{node_id: rest, type: component}",
                "start -> work",
                "start -> rest");
        engine.workflow("parent", "{node_id: sub, type: workflow, workflow_id: child}", "start -> sub");
        engine.tasks.fails("work");

        ExecutionDetail parent = engine.ended(engine.start("parent"));

        assertThat(task(parent, "sub").status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(task(parent, "sub").output().orElseThrow()).hasToString("{\"rest\":{}}");
        assertThat(parent.execution().status()).isEqualTo(ExecutionStatus.COMPLETED_WITH_ERRORS);
    }

    @Test
    void refusesAPayloadThatTheCalledWorkflowRefuses() {
        engine.workflow("""
            workflow_id: child
            name: child
            input_schema: {type: object, required: [x], properties: {x: {type: integer}, y: {default: 5}}}
            nodes: [{node_id: start, type: trigger}, {node_id: work, type: component, inputs: {y: $.trigger.y}}]
            edges: [[start, work]]
            """);
        engine.workflow(
                "parent",
                "{node_id: sub, type: workflow, workflow_id: child, inputs: {x: $.trigger.x}}",
                "start -> sub");

        ExecutionDetail bad = engine.ended(engine.start("parent", "{\"x\":\"no number\"}"));
        ExecutionDetail good = engine.ended(engine.start("parent", "{\"x\":1}"));

        TaskError error = task(bad, "sub").error().orElseThrow();
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(error.message()).contains("'sub'", "'x'", "$.trigger.x", "no number");
        assertThat(task(bad, "sub").child()).isEmpty();
        assertThat(task(good, "sub").output().orElseThrow()).hasToString("{\"y\":5}");
    }

    @Test
    void cancelsWhatItCalled() throws Exception {
        define("");
        CountDownLatch runs = engine.tasks.holds("work", new CountDownLatch(1));
        ExecutionId id = engine.start("parent");
        runs.await();

        engine.executions().cancel(id);

        ExecutionDetail parent = engine.ended(id);
        assertThat(parent.execution().status()).isEqualTo(ExecutionStatus.CANCELLED);
        assertThat(task(parent, "sub").status()).isEqualTo(TaskStatus.CANCELLED);
        ExecutionDetail child = engine.ended(child(parent).execution().id());
        assertThat(child.execution().status()).isEqualTo(ExecutionStatus.CANCELLED);
        assertThat(engine.detail(id).tasks()).flatExtracting(Task::attempts).allMatch(attempt -> attempt.endedAt()
                .isPresent());
    }

    @Test
    void failsIfWhatItCalledIsCancelled() throws Exception {
        define("");
        CountDownLatch runs = engine.tasks.holds("work", new CountDownLatch(1));
        ExecutionId id = engine.start("parent");
        runs.await();

        engine.executions().cancel(children().get(0).id());

        ExecutionDetail parent = engine.ended(id);
        assertThat(parent.execution().status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(task(parent, "sub").error().orElseThrow().code()).isEqualTo(ErrorCode.SUB_WORKFLOW_CANCELLED);
    }

    @Test
    void pausesAndResumesWhatItCalled() throws Exception {
        engine.workflow(
                "child",
                "{node_id: work, type: component}\n{node_id: more, type: component}",
                "start -> work",
                "work -> more");
        engine.workflow("parent", "{node_id: sub, type: workflow, workflow_id: child}", "start -> sub");
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch runs = engine.tasks.holds("work", go);
        ExecutionId id = engine.start("parent");
        runs.await();
        ExecutionId child = children().get(0).id();

        engine.executions().pause(id);
        go.countDown();
        engine.when(child, detail -> task(detail, "work").status() == TaskStatus.SUCCEEDED);

        assertThat(engine.detail(child).execution().status()).isEqualTo(ExecutionStatus.PAUSED);
        assertThat(engine.tasks.ran()).doesNotContain("more");

        engine.executions().resume(id);

        assertThat(engine.ended(id).execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(engine.tasks.runs("more")).isEqualTo(1);
    }

    @Test
    void timesOutAndCancelsWhatTakesTooLong() throws Exception {
        define(", timeout_ms: 300");
        engine.tasks.holds("work", new CountDownLatch(1));

        ExecutionDetail parent = engine.ended(engine.start("parent"));

        assertThat(task(parent, "sub").status()).isEqualTo(TaskStatus.TIMED_OUT);
        assertThat(task(parent, "sub").error().orElseThrow().code()).isEqualTo(ErrorCode.NODE_TIMED_OUT);
        assertThat(engine.ended(child(parent).execution().id()).execution().status())
                .isEqualTo(ExecutionStatus.CANCELLED);
    }

    @Test
    void isLateIfWhatItCalledIsLate() {
        engine.workflow("""
            workflow_id: child
            name: child
            timeout_ms: 100
            nodes:
              - {node_id: start, type: trigger, trigger_type: manual}
              - {node_id: work, type: component}
            edges: [[start, work]]
            """);
        engine.workflow("parent", "{node_id: sub, type: workflow, workflow_id: child}", "start -> sub");
        engine.tasks.holds("work", new CountDownLatch(1));

        ExecutionDetail parent = engine.ended(engine.start("parent"));

        TestEngine.hasStatuses(parent, ExecutionStatus.FAILED, "start=succeeded", "sub=timed_out");
        assertThat(task(parent, "sub").error().orElseThrow().code()).isEqualTo(ErrorCode.EXECUTION_TIMED_OUT);
    }

    @Test
    void failsIfWhatItCalledFailedBecauseANodeWasLate() {
        define("");
        engine.tasks.on("work", (request, token) -> ScriptedTasks.failed(ErrorCode.NODE_TIMED_OUT, false));

        ExecutionDetail parent = engine.ended(engine.start("parent"));

        assertThat(child(parent).execution().status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(task(parent, "sub").status()).isEqualTo(TaskStatus.FAILED);
        assertThat(task(parent, "sub").error().orElseThrow().code()).isEqualTo(ErrorCode.NODE_TIMED_OUT);
    }

    @Test
    void cancelsBranchesThatAJoinNeedsNoMore() throws Exception {
        engine.workflow("child", "{node_id: work, type: component}", "start -> work");
        engine.workflow("parent", """
            {node_id: sub, type: workflow, workflow_id: child}
            {node_id: fast, type: component}
            {node_id: one, type: join, join_strategy: first}
            """, "start -> sub", "start -> fast", "sub -> one", "fast -> one");
        CountDownLatch runs = engine.tasks.holds("work", new CountDownLatch(1));
        engine.tasks.on("fast", (request, token) -> {
            try {
                runs.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return ScriptedTasks.succeeded(request.inputs());
        });

        ExecutionDetail parent = engine.ended(engine.start("parent"));

        assertThat(parent.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(task(parent, "sub").status()).isEqualTo(TaskStatus.CANCELLED);
        assertThat(engine.ended(children().get(0).id()).execution().status()).isEqualTo(ExecutionStatus.CANCELLED);
    }

    @Test
    void callsForEachItemButNoMoreAtOnceThanTheLoopAllows() {
        engine.workflow("child", "{node_id: work, type: component, inputs: {x: $.trigger.x}}", "start -> work");
        engine.workflow("""
            workflow_id: parent
            name: parent
            nodes:
              - {node_id: start, type: trigger}
              - node_id: each
                type: loop
                items: $.trigger.items
                execution_mode: parallel
                concurrency: 3
                nodes:
                  - {node_id: sub, type: workflow, workflow_id: child, inputs: {x: $.item}}
            edges: [[start, each]]
            """);
        java.util.concurrent.atomic.AtomicInteger inside = new java.util.concurrent.atomic.AtomicInteger();
        java.util.concurrent.atomic.AtomicInteger most = new java.util.concurrent.atomic.AtomicInteger();
        engine.tasks.on("work", (request, token) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            inside.decrementAndGet();
            return ScriptedTasks.succeeded(request.inputs());
        });
        String items = IntStream.range(0, 20).boxed().toList().toString();

        ExecutionDetail parent = engine.ended(engine.start("parent", "{\"items\":" + items + "}"));

        assertThat(parent.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(task(parent, "each").output().orElseThrow().asJsonArray()).hasSize(20);
        assertThat(task(parent, "each")
                        .output()
                        .orElseThrow()
                        .asJsonArray()
                        .getJsonObject(19)
                        .getJsonObject("output"))
                .hasToString("{\"x\":19}");
        assertThat(most.get()).isLessThanOrEqualTo(3);
        assertThat(children()).hasSize(20);
        assertThat(children())
                .extracting(child -> child.parent().orElseThrow().iteration().toString())
                .doesNotHaveDuplicates();
    }

    @Test
    void runsSequentialCallsOneAfterTheOther() {
        engine.workflow("child", "{node_id: work, type: component, inputs: {x: $.trigger.x}}", "start -> work");
        engine.workflow("""
            workflow_id: parent
            name: parent
            nodes:
              - {node_id: start, type: trigger}
              - node_id: each
                type: loop
                items: [0, 1, 2, 3]
                nodes:
                  - {node_id: sub, type: workflow, workflow_id: child, inputs: {x: $.item}}
                  - {node_id: then, type: component, inputs: {x: $.sub.output.x}}
                edges: [[sub, then]]
            edges: [[start, each]]
            """);
        List<String> order = new java.util.concurrent.CopyOnWriteArrayList<>();
        for (String node : List.of("work", "then")) {
            engine.tasks.on(node, (request, token) -> {
                order.add(node + request.inputs().getInt("x"));
                return ScriptedTasks.succeeded(request.inputs());
            });
        }

        ExecutionDetail parent = engine.ended(engine.start("parent"));

        assertThat(parent.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(order).containsExactly("work0", "then0", "work1", "then1", "work2", "then2", "work3", "then3");
    }

    @Test
    void startsNothingTwiceAfterACrash() throws Exception {
        define("");
        CountDownLatch runs = engine.tasks.holds("work", new CountDownLatch(1));
        ExecutionId id = engine.start("parent");
        runs.await();
        engine.tasks.on("work", (request, token) -> ScriptedTasks.succeeded(request.inputs()));

        TestEngine next = engine.afterCrash();
        ExecutionDetail parent = next.ended(id);

        assertThat(parent.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(task(parent, "sub").attempts()).hasSize(1);
        assertThat(children()).hasSize(1);
        next.close();
    }

    @Test
    void nestsFiveDeepAtFullLoadWithRoomForOne() {
        engine.close();
        engine = new TestEngine(1).begin();
        engine.workflow("level0", "{node_id: work, type: component, inputs: {x: $.trigger.x}}", "start -> work");
        for (int level = 1; level <= 5; level++) {
            String call =
                    "{node_id: %s, type: workflow, workflow_id: level" + (level - 1) + ", inputs: {x: $.trigger.x}}";
            engine.workflow(
                    "level" + level, call.formatted("a") + "\n" + call.formatted("b"), "start -> a", "start -> b");
        }

        List<ExecutionId> started = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            started.add(engine.start("level5", "{\"x\":" + i + "}"));
        }

        for (ExecutionId id : started) {
            assertThat(engine.ended(id).execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        }
        assertThat(engine.tasks.runs("work")).isEqualTo(3 * 32);
    }
}
