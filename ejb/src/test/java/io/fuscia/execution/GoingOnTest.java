package io.fuscia.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.failure.ErrorCode;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is due inside of an iteration starts although another node of the iteration still runs. */
@Timeout(120)
class GoingOnTest {
    private final TestEngine engine = new TestEngine().begin();

    @AfterEach
    void end() {
        engine.close();
    }

    private void loop(String nodes, String edges) {
        engine.workflow("""
            workflow_id: looped
            name: looped
            nodes:
              - {node_id: start, type: trigger, trigger_type: manual}
              - node_id: each
                type: loop
                items: $.trigger.items
                nodes:
            %s    edges: %s
            edges: [[start, each]]
            """.formatted(nodes.indent(6), edges));
    }

    private ExecutionId start() {
        return engine.start("looped", "{\"items\":[1],\"parts\":[0,1,2,3]}");
    }

    private void opens(String node, CountDownLatch latch) {
        engine.tasks.on(node, (request, token) -> {
            latch.countDown();
            return ScriptedTasks.succeeded(request.inputs());
        });
    }

    private void succeeds(ExecutionId id) {
        assertThat(engine.ended(id).execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void startsAtOnceAfterAResumeWhatAPauseHeldUp() throws Exception {
        CountDownLatch longMayEnd = new CountDownLatch(1);
        CountDownLatch shortMayEnd = new CountDownLatch(1);
        CountDownLatch longRuns = engine.tasks.holds("long", longMayEnd);
        CountDownLatch shortRuns = engine.tasks.holds("short", shortMayEnd);
        opens("after", longMayEnd);
        loop("""
            - {node_id: long, type: component}
            - {node_id: short, type: component}
            - {node_id: after, type: component}
            """, "[[short, after]]");
        ExecutionId id = start();
        longRuns.await();
        shortRuns.await();

        engine.executions().pause(id);
        shortMayEnd.countDown();
        engine.when(id, detail -> detail.tasks().stream()
                .anyMatch(
                        task -> task.node().toString().equals("each/short") && task.status() == TaskStatus.SUCCEEDED));
        assertThat(engine.tasks.ran()).doesNotContain("after");
        engine.executions().resume(id);

        succeeds(id);
    }

    @Test
    void retriesInTimeBesideANodeThatTakesLong() {
        CountDownLatch longMayEnd = new CountDownLatch(1);
        engine.tasks.holds("long", longMayEnd);
        engine.tasks.on("flaky", (request, token) -> {
            if (engine.tasks.runs("flaky") == 1) {
                return ScriptedTasks.failed(ErrorCode.COMPONENT_TRAPPED, true);
            }
            longMayEnd.countDown();
            return ScriptedTasks.succeeded(request.inputs());
        });
        loop("""
            - {node_id: long, type: component}
            - {node_id: flaky, type: component, max_retry_attempts: 1, retry_initial_delay_ms: 1100}
            """, "[]");

        succeeds(start());
    }

    @Test
    void goesOnWithAsManyItemsOfAnInnerLoopAsBeforeAPause() throws Exception {
        CountDownLatch bothRun = new CountDownLatch(2);
        CountDownLatch firstMayEnd = new CountDownLatch(1);
        CountDownLatch secondMayEnd = new CountDownLatch(1);
        engine.tasks.on("work", (request, token) -> {
            int part = request.inputs().getInt("part");
            bothRun.countDown();
            try {
                if (part == 0) {
                    firstMayEnd.await();
                } else if (part == 1) {
                    secondMayEnd.await();
                } else {
                    firstMayEnd.countDown();
                }
            } catch (InterruptedException e) {
                return ScriptedTasks.failed(ErrorCode.CANCELLED, false);
            }
            return ScriptedTasks.succeeded(request.inputs());
        });
        loop("""
            - node_id: inner
              type: loop
              items: $.trigger.parts
              execution_mode: parallel
              concurrency: 2
              nodes: [{node_id: work, type: component, inputs: {part: $.item}}]
              edges: []
            """, "[]");
        ExecutionId id = start();
        bothRun.await();

        engine.executions().pause(id);
        secondMayEnd.countDown();
        TestEngine.await(() -> engine.engine.running().find(id).orElseThrow().loops().stream()
                .anyMatch(loop -> loop.id().value().equals("inner") && loop.workers() == 1));
        engine.executions().resume(id);

        succeeds(id);
    }

    @Test
    void goesOnWithAJoinOfABodyThatHasEnoughWhileASharedBranchRuns() {
        CountDownLatch sharedMayEnd = new CountDownLatch(1);
        engine.tasks.holds("shared", sharedMayEnd);
        opens("after", sharedMayEnd);
        loop("""
            - {node_id: shared, type: component}
            - {node_id: other, type: component}
            - {node_id: fast, type: component}
            - {node_id: one, type: join, join_strategy: first}
            - {node_id: after, type: component}
            """, "[[shared, one], [fast, one], [shared, other], [one, after]]");

        succeeds(start());
    }
}
