package io.fuscia.execution;

import static io.fuscia.execution.TestEngine.hasStatuses;
import static io.fuscia.execution.TestEngine.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.NodePath;
import io.fuscia.workflow.WorkflowId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExecutionTest {
    private TestEngine engine;

    @BeforeEach
    void begin() {
        engine = new TestEngine().begin();
    }

    @AfterEach
    void end() {
        engine.close();
    }

    @Test
    void runsAChainAndHandsValuesOn() {
        engine.workflow("chain", """
            {node_id: a, type: component, inputs: {user: $.trigger.user}}
            {node_id: b, type: component, inputs: {greeting: "Hello {{ $.a.output.user.name }}", n: 1}}
            """, "start -> a", "a -> b");

        ExecutionDetail detail = engine.ended(engine.start("chain", "{\"user\":{\"name\":\"Ada\"}}"));

        hasStatuses(detail, ExecutionStatus.SUCCEEDED, "start=succeeded", "a=succeeded", "b=succeeded");
        assertThat(task(detail, "start").output()).hasToString("Optional[{\"user\":{\"name\":\"Ada\"}}]");
        Task b = task(detail, "b");
        assertThat(b.output()).hasToString("Optional[{\"greeting\":\"Hello Ada\",\"n\":1}]");
        assertThat(b.input()).contains(b.output().get().asJsonObject());
        assertThat(b.inputDigest()).isPresent();
        assertThat(b.attempts()).hasSize(1);
        assertThat(b.attempts().get(0).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(b.startedAt()).isPresent();
        assertThat(b.endedAt()).isPresent();
        assertThat(b.taskId()).isEqualTo(detail.execution().id() + "/b/0");
        assertThat(detail.execution().startedAt()).isPresent();
        assertThat(detail.execution().endedAt()).isPresent();
    }

    @Test
    void runsBranchesAtTheSameTime() {
        CyclicBarrier meeting = new CyclicBarrier(3);
        for (String node : List.of("a", "b", "c")) {
            engine.tasks.on(node, (request, token) -> {
                try {
                    meeting.await(30, TimeUnit.SECONDS);
                } catch (Exception e) {
                    return ScriptedTasks.failed(ErrorCode.INTERNAL, false);
                }
                return ScriptedTasks.succeeded(JsonValues.string(node));
            });
        }
        engine.workflow("fan", """
            {node_id: a, type: component}
            {node_id: b, type: component}
            {node_id: c, type: component}
            {node_id: j, type: join, join_strategy: all}
            """, "start -> a", "start -> b", "start -> c", "a -> j", "b -> j", "c -> j");

        ExecutionDetail detail = engine.ended(engine.start("fan"));

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(task(detail, "j")
                        .output()
                        .get()
                        .asJsonObject()
                        .getJsonObject("b")
                        .getString("output"))
                .isEqualTo("b");
        assertThat(task(detail, "j")
                        .output()
                        .get()
                        .asJsonObject()
                        .getJsonObject("b")
                        .getString("status"))
                .isEqualTo("succeeded");
    }

    @Test
    void takesOnlyEdgesWhoseConditionHolds() {
        engine.workflow(
                "switch",
                """
                {node_id: big, type: component}
                {node_id: small, type: component}
                {node_id: after_small, type: component}
                {node_id: j, type: join, join_strategy: any}
                """,
                "start -> big when $.trigger.n > 10",
                "start -> small when $.trigger.n <= 10",
                "small -> after_small",
                "big -> j",
                "after_small -> j");

        hasStatuses(
                engine.ended(engine.start("switch", "{\"n\":11}")),
                ExecutionStatus.SUCCEEDED,
                "start=succeeded",
                "big=succeeded",
                "small=skipped",
                "after_small=skipped",
                "j=succeeded");
        hasStatuses(
                engine.ended(engine.start("switch", "{\"n\":1}")),
                ExecutionStatus.SUCCEEDED,
                "start=succeeded",
                "big=skipped",
                "small=succeeded",
                "after_small=succeeded",
                "j=succeeded");
    }

    @Test
    void failsTheExecutionAndStopsSiblings() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch runs = engine.tasks.holds("slow", never);
        engine.tasks.on("bad", (request, token) -> {
            try {
                runs.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return ScriptedTasks.failed(ErrorCode.COMPONENT_RETURNED_ERROR, false);
        });
        engine.workflow("fatal", """
            {node_id: bad, type: component}
            {node_id: slow, type: component}
            {node_id: after_bad, type: component}
            {node_id: after_slow, type: component}
            """, "start -> bad", "start -> slow", "bad -> after_bad", "slow -> after_slow");

        ExecutionDetail detail = engine.ended(engine.start("fatal"));

        hasStatuses(
                detail,
                ExecutionStatus.FAILED,
                "start=succeeded",
                "bad=failed",
                "slow=cancelled",
                "after_bad=skipped",
                "after_slow=cancelled");
        assertThat(detail.execution().error().orElseThrow().code()).isEqualTo(ErrorCode.COMPONENT_RETURNED_ERROR);
        assertThat(detail.execution().error().orElseThrow().message()).contains("node 'bad' failed");
    }

    @Test
    void goesOnAfterAFailureThatMayBe() {
        engine.tasks.fails("mail");
        engine.workflow(
                "lenient",
                """
                {node_id: mail, type: component, fail_workflow: false}
                {node_id: after_mail, type: component}
                {node_id: work, type: component}
                {node_id: either, type: join, join_strategy: any}
                """,
                "start -> mail",
                "start -> work",
                "mail -> after_mail",
                "after_mail -> either",
                "work -> either");

        ExecutionDetail detail = engine.ended(engine.start("lenient"));

        hasStatuses(
                detail,
                ExecutionStatus.COMPLETED_WITH_ERRORS,
                "start=succeeded",
                "mail=failed",
                "after_mail=skipped",
                "work=succeeded",
                "either=succeeded");
        assertThat(task(detail, "after_mail").error().orElseThrow().code()).isEqualTo(ErrorCode.UPSTREAM_FAILED);
    }

    @Test
    void failsAJoinOfAllWhenABranchFailed() {
        engine.tasks.fails("a");
        engine.workflow("all", """
            {node_id: a, type: component, fail_workflow: false}
            {node_id: b, type: component}
            {node_id: j, type: join, join_strategy: all, fail_workflow: false}
            {node_id: after, type: component}
            """, "start -> a", "start -> b", "a -> j", "b -> j", "j -> after");

        ExecutionDetail detail = engine.ended(engine.start("all"));

        hasStatuses(
                detail,
                ExecutionStatus.COMPLETED_WITH_ERRORS,
                "start=succeeded",
                "a=failed",
                "b=succeeded",
                "j=failed",
                "after=skipped");
        assertThat(task(detail, "j").error().orElseThrow().code()).isEqualTo(ErrorCode.JOIN_NOT_SATISFIED);
    }

    @Test
    void retriesAtOnceAndKeepsEveryAttempt() {
        engine.tasks.failsFirst("a", 2);
        engine.workflow(
                "retry",
                "{node_id: a, type: component, max_retry_attempts: 3, retry_backoff: constant, retry_initial_delay_ms:"
                        + " 5}",
                "start -> a");

        ExecutionDetail detail = engine.ended(engine.start("retry"));

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(task(detail, "a").attempts())
                .extracting(Attempt::status)
                .containsExactly(TaskStatus.FAILED, TaskStatus.FAILED, TaskStatus.SUCCEEDED);
        assertThat(task(detail, "a").attempts().get(0).error().orElseThrow().code())
                .isEqualTo(ErrorCode.COMPONENT_TRAPPED);
        assertThat(task(detail, "a").error()).isEmpty();
    }

    @Test
    void storesEachAttemptWithItsOwnErrorAndTimes() {
        AtomicInteger tries = new AtomicInteger();
        engine.tasks.on("a", (request, token) -> switch (tries.incrementAndGet()) {
            case 1 -> ScriptedTasks.failed(ErrorCode.COMPONENT_TRAPPED, true);
            case 2 -> ScriptedTasks.failed(ErrorCode.NODE_TIMED_OUT, true);
            default -> ScriptedTasks.failed(ErrorCode.COMPONENT_RETURNED_ERROR, false);
        });
        engine.workflow(
                "errors",
                "{node_id: a, type: component, max_retry_attempts: 5, retry_backoff: constant, retry_initial_delay_ms: 5}",
                "start -> a");

        Task task = task(engine.ended(engine.start("errors")), "a");

        assertThat(task.attempts())
                .extracting(attempt -> attempt.error().orElseThrow().code())
                .containsExactly(
                        ErrorCode.COMPONENT_TRAPPED, ErrorCode.NODE_TIMED_OUT, ErrorCode.COMPONENT_RETURNED_ERROR);
        assertThat(task.attempts())
                .extracting(Attempt::status)
                .containsExactly(TaskStatus.FAILED, TaskStatus.TIMED_OUT, TaskStatus.FAILED);
        for (int at = 0; at < 3; at++) {
            Attempt attempt = task.attempts().get(at);
            assertThat(attempt.endedAt().orElseThrow()).isAfterOrEqualTo(attempt.startedAt());
            if (at > 0) {
                assertThat(attempt.startedAt())
                        .isAfterOrEqualTo(task.attempts()
                                .get(at - 1)
                                .endedAt()
                                .orElseThrow()
                                .plusMillis(5));
            }
        }
        assertThat(task.startedAt()).contains(task.attempts().get(0).startedAt());
        assertThat(task.endedAt()).isEqualTo(task.attempts().get(2).endedAt());
    }

    @Test
    void givesUpAfterTheLastRetry() {
        engine.tasks.failsFirst("a", 10);
        engine.workflow(
                "give-up",
                "{node_id: a, type: component, max_retry_attempts: 1, retry_backoff: constant, retry_initial_delay_ms:"
                        + " 1}",
                "start -> a");

        ExecutionDetail detail = engine.ended(engine.start("give-up"));

        hasStatuses(detail, ExecutionStatus.FAILED, "start=succeeded", "a=failed");
        assertThat(task(detail, "a").attempts()).hasSize(2);
    }

    @Test
    void sleepsInTheDatabaseUntilALaterRetryIsDue() {
        engine.tasks.failsFirst("a", 1);
        engine.workflow("later", """
            {node_id: a, type: component, max_retry_attempts: 1, retry_backoff: constant, retry_initial_delay_ms: 1500}
            {node_id: b, type: component}
            """, "start -> a", "a -> b");
        ExecutionId id = engine.start("later");

        ExecutionDetail asleep =
                engine.when(id, detail -> detail.execution().wakeAt().isPresent());
        assertThat(asleep.execution().status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(task(asleep, "a").status()).isEqualTo(TaskStatus.PENDING);
        assertThat(task(asleep, "a").retryDueAt()).isPresent();
        assertThat(engine.engine.running().count()).isZero();

        ExecutionDetail detail = engine.ended(id);
        hasStatuses(detail, ExecutionStatus.SUCCEEDED, "start=succeeded", "a=succeeded", "b=succeeded");
        assertThat(task(detail, "a").attempts()).hasSize(2);
    }

    @Test
    void runsADueRetryWhileAnotherNodeKeepsTheJobBusy() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        engine.tasks.holds("slow", release);
        engine.tasks.failsFirst("a", 1);
        engine.workflow("busy", """
            {node_id: a, type: component, max_retry_attempts: 1, retry_backoff: constant, retry_initial_delay_ms: 1200}
            {node_id: b, type: component}
            {node_id: slow, type: component}
            """, "start -> a", "a -> b", "start -> slow");
        ExecutionId id = engine.start("busy");

        ExecutionDetail early = engine.when(id, detail -> task(detail, "b").status() == TaskStatus.SUCCEEDED);
        assertThat(task(early, "slow").status()).isEqualTo(TaskStatus.RUNNING);
        release.countDown();

        assertThat(engine.ended(id).execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(engine.tasks.runs("slow")).isEqualTo(1);
    }

    @Test
    void showsANodeThatRunsForAWhile() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        engine.tasks.holds("a", release);
        engine.workflow("long", "{node_id: a, type: component, inputs: {x: 1}}", "start -> a");
        ExecutionId id = engine.start("long");

        ExecutionDetail shown = engine.when(id, detail -> task(detail, "a").status() == TaskStatus.RUNNING);
        assertThat(task(shown, "a").attempts()).hasSize(1);
        assertThat(task(shown, "start").status()).isEqualTo(TaskStatus.SUCCEEDED);
        release.countDown();

        assertThat(task(engine.ended(id), "a").attempts())
                .extracting(Attempt::status)
                .containsExactly(TaskStatus.SUCCEEDED);
    }

    @Test
    void failsANodeWhoseInputCannotBeEvaluated() {
        engine.workflow("missing", "{node_id: a, type: component, inputs: {x: $.trigger.nothing.here}}", "start -> a");

        ExecutionDetail detail = engine.ended(engine.start("missing"));

        hasStatuses(detail, ExecutionStatus.FAILED, "start=succeeded", "a=failed");
        assertThat(task(detail, "a").error().orElseThrow().code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(engine.tasks.ran()).isEmpty();
    }

    @Test
    void timesANodeOut() {
        engine.tasks.on("a", (request, token) -> ScriptedTasks.failed(ErrorCode.NODE_TIMED_OUT, false));
        engine.workflow("node-timeout", "{node_id: a, type: component, timeout_ms: 10}", "start -> a");

        hasStatuses(
                engine.ended(engine.start("node-timeout")), ExecutionStatus.FAILED, "start=succeeded", "a=timed_out");
    }

    @Test
    void timesAnExecutionOut() {
        engine.tasks.holds("a", new CountDownLatch(1));
        engine.workflow("""
            workflow_id: timeout
            name: timeout
            timeout_ms: 300
            nodes:
              - {node_id: start, type: trigger, trigger_type: manual}
              - {node_id: a, type: component}
              - {node_id: b, type: component}
            edges: [[start, a], [a, b]]
            """);

        ExecutionDetail detail = engine.ended(engine.start("timeout"));

        hasStatuses(detail, ExecutionStatus.TIMED_OUT, "start=succeeded", "a=cancelled", "b=cancelled");
        assertThat(detail.execution().error().orElseThrow().code()).isEqualTo(ErrorCode.EXECUTION_TIMED_OUT);
        assertThat(task(detail, "a").error().orElseThrow().code()).isEqualTo(ErrorCode.EXECUTION_TIMED_OUT);
    }

    @Test
    void cancelsWhatRunsAtOnce() throws Exception {
        CountDownLatch runs = engine.tasks.holds("a", new CountDownLatch(1));
        engine.workflow(
                "cancel", "{node_id: a, type: component}\n{node_id: b, type: component}", "start -> a", "a -> b");
        ExecutionId id = engine.start("cancel");
        runs.await();

        engine.executions().cancel(id);

        hasStatuses(engine.ended(id), ExecutionStatus.CANCELLED, "start=succeeded", "a=cancelled", "b=cancelled");
        assertThatThrownBy(() -> engine.executions().cancel(id))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ILLEGAL_TRANSITION));
    }

    @Test
    void cancelsAnExecutionThatSleeps() {
        engine.tasks.failsFirst("a", 9);
        engine.workflow(
                "asleep",
                "{node_id: a, type: component, max_retry_attempts: 9, retry_backoff: constant, retry_initial_delay_ms:"
                        + " 60000}",
                "start -> a");
        ExecutionId id = engine.start("asleep");
        engine.when(id, detail -> detail.execution().wakeAt().isPresent());

        engine.executions().cancel(id);

        ExecutionDetail detail = engine.ended(id);
        hasStatuses(detail, ExecutionStatus.CANCELLED, "start=succeeded", "a=cancelled");
        assertThat(task(detail, "a").attempts()).extracting(Attempt::status).containsExactly(TaskStatus.FAILED);
    }

    @Test
    void pausesBetweenNodesAndGoesOn() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch runs = engine.tasks.holds("a", release);
        engine.workflow(
                "pause", "{node_id: a, type: component}\n{node_id: b, type: component}", "start -> a", "a -> b");
        ExecutionId id = engine.start("pause");
        runs.await();

        assertThat(engine.executions().pause(id).status()).isEqualTo(ExecutionStatus.PAUSED);
        assertThat(engine.executions().pause(id).status()).isEqualTo(ExecutionStatus.PAUSED);
        release.countDown();
        ExecutionDetail paused = engine.when(id, detail -> task(detail, "a").status() == TaskStatus.SUCCEEDED);
        TestEngine.await(() -> engine.engine.running().count() == 0);
        assertThat(paused.execution().status()).isEqualTo(ExecutionStatus.PAUSED);
        assertThat(engine.tasks.runs("b")).isZero();

        engine.executions().resume(id);

        hasStatuses(engine.ended(id), ExecutionStatus.SUCCEEDED, "start=succeeded", "a=succeeded", "b=succeeded");
        assertThat(engine.tasks.runs("a")).isEqualTo(1);
    }

    @Test
    void goesOnWhenResumedWhileNodesStillRun() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch runs = engine.tasks.holds("a", release);
        engine.workflow(
                "resume", "{node_id: a, type: component}\n{node_id: b, type: component}", "start -> a", "a -> b");
        ExecutionId id = engine.start("resume");
        runs.await();

        engine.executions().pause(id);
        assertThat(engine.executions().resume(id).status()).isEqualTo(ExecutionStatus.RUNNING);
        release.countDown();

        hasStatuses(engine.ended(id), ExecutionStatus.SUCCEEDED, "start=succeeded", "a=succeeded", "b=succeeded");
        assertThat(engine.tasks.runs("a")).isEqualTo(1);
    }

    @Test
    void startsFromTheTriggerThatFired() {
        engine.workflow("""
            workflow_id: two
            name: two
            nodes:
              - {node_id: by_hand, type: trigger, trigger_type: manual}
              - {node_id: by_hook, type: trigger, trigger_type: webhook, method: POST}
              - {node_id: a, type: component}
              - {node_id: b, type: component}
            edges: [[by_hand, a], [by_hook, b]]
            """);
        StartRequest request = new StartRequest(
                new WorkflowId("two"),
                OptionalInt.empty(),
                Optional.of(new NodeId("by_hook")),
                JsonValues.object(java.util.Map.of()),
                Optional.empty(),
                Optional.empty());

        hasStatuses(
                engine.ended(engine.executions().start(request).execution().id()),
                ExecutionStatus.SUCCEEDED,
                "by_hand=skipped",
                "by_hook=succeeded",
                "a=skipped",
                "b=succeeded");
        hasStatuses(
                engine.ended(engine.start("two")),
                ExecutionStatus.SUCCEEDED,
                "by_hand=succeeded",
                "by_hook=skipped",
                "a=succeeded",
                "b=skipped");
    }

    @Test
    void refusesAPayloadThatBreaksTheInputSchema() {
        engine.workflow("""
            workflow_id: strict
            name: strict
            input_schema: {type: object, required: [id], properties: {id: {type: integer}}}
            nodes:
              - {node_id: start, type: trigger, trigger_type: manual}
              - {node_id: a, type: component}
            edges: [[start, a]]
            """);

        assertThatThrownBy(() -> engine.start("strict", "{\"id\":\"x\"}"))
                .isInstanceOfSatisfying(FusciaException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT);
                    assertThat(e.violations())
                            .extracting(violation -> violation.pointer())
                            .contains("/payload/id");
                });
        assertThat(engine.executions()
                        .list(ExecutionFilter.ALL, Optional.empty(), 10)
                        .executions())
                .isEmpty();
    }

    @Test
    void startsOnceForOneIdempotencyKey() {
        engine.workflow("once", "{node_id: a, type: component}", "start -> a");
        Started first = engine.executions().start(keyed("{\"n\":1}"));
        Started second = engine.executions().start(keyed("{ \"n\" : 1 }"));

        assertThat(first.replayed()).isFalse();
        assertThat(second.replayed()).isTrue();
        assertThat(second.execution().id()).isEqualTo(first.execution().id());
        assertThatThrownBy(() -> engine.executions().start(keyed("{\"n\":2}")))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED));
    }

    @Test
    void startsOnceForOneKeyAlsoWhenManyAskAtTheSameTime() {
        engine.workflow("once", "{node_id: a, type: component}", "start -> a");
        List<Optional<Started>> answers = java.util.stream.IntStream.range(0, 12)
                .parallel()
                .mapToObj(i -> startedUnlessUnderWay())
                .toList();

        List<Started> started = answers.stream().flatMap(Optional::stream).toList();
        assertThat(started)
                .isNotEmpty()
                .extracting(answer -> answer.execution().id())
                .containsOnly(started.get(0).execution().id());
        assertThat(started).filteredOn(answer -> !answer.replayed()).hasSize(1);
    }

    /** Who asks while the first one is being answered is told so. */
    private Optional<Started> startedUnlessUnderWay() {
        try {
            return Optional.of(engine.executions().start(keyed("{\"n\":1}")));
        } catch (FusciaException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_IN_USE);
            return Optional.empty();
        }
    }

    private static StartRequest keyed(String payload) {
        return new StartRequest(
                new WorkflowId("once"),
                OptionalInt.empty(),
                Optional.empty(),
                JsonValues.parse(payload).orElseThrow(),
                Optional.of("key-1"),
                Optional.empty());
    }

    @Test
    void listsNewestFirstPageByPage() {
        engine.workflow("listed", "{node_id: a, type: component}", "start -> a");
        engine.workflow("other", "{node_id: a, type: component}", "start -> a");
        List<ExecutionId> started = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            started.add(0, engine.start("listed"));
            engine.start("other");
        }
        started.forEach(engine::ended);

        ExecutionFilter filter =
                new ExecutionFilter(Optional.of(new WorkflowId("listed")), Optional.of(ExecutionStatus.SUCCEEDED));
        ExecutionPage first = engine.executions().list(filter, Optional.empty(), 4);
        ExecutionPage second = engine.executions().list(filter, first.next(), 4);

        List<ExecutionId> listed = new ArrayList<>();
        first.executions().forEach(execution -> listed.add(execution.id()));
        second.executions().forEach(execution -> listed.add(execution.id()));
        assertThat(listed).isEqualTo(started);
        assertThat(second.next()).isEmpty();
        assertThatThrownBy(() -> engine.executions().list(filter, Optional.of("nonsense"), 4))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @Test
    void doesNothingForANodeThatIsDone() {
        engine.workflow("done", "{node_id: a, type: component}", "start -> a");
        ExecutionId id = engine.start("done");
        engine.ended(id);

        engine.engine.nodeRunner().run(id, NodePath.of(new NodeId("a")));

        assertThat(engine.tasks.runs("a")).isEqualTo(1);
    }

    @Test
    void runsManyExecutionsAtOnce() {
        engine.workflow("many", """
            {node_id: a, type: component}
            {node_id: b, type: component}
            {node_id: j, type: join, join_strategy: all}
            """, "start -> a", "start -> b", "a -> j", "b -> j");
        HashSet<ExecutionId> ids = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            ids.add(engine.start("many"));
        }

        ids.forEach(id -> assertThat(engine.ended(id).execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED));
        assertThat(engine.tasks.runs("a")).isEqualTo(300);
        assertThat(engine.engine.running().count()).isZero();
    }
}
