package io.fuscia.execution;

import static io.fuscia.execution.TestEngine.hasStatuses;
import static io.fuscia.execution.TestEngine.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.failure.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JoinTest {
    private final TestEngine engine = new TestEngine().begin();

    @AfterEach
    void end() {
        engine.close();
    }

    @Test
    void goesOnWithTheFirstBranchAndStopsTheOthers() {
        engine.tasks.holds("slow", new CountDownLatch(1));
        engine.workflow(
                "first", """
                {node_id: slow, type: component}
                {node_id: after_slow, type: component}
                {node_id: fast, type: component}
                {node_id: j, type: join, join_strategy: first}
                """, "start -> slow", "slow -> after_slow", "after_slow -> j", "start -> fast", "fast -> j");

        hasStatuses(
                engine.ended(engine.start("first")),
                ExecutionStatus.SUCCEEDED,
                "start=succeeded",
                "slow=cancelled",
                "after_slow=cancelled",
                "fast=succeeded",
                "j=succeeded");
    }

    @Test
    void stopsABranchThatWaitsForARetry() {
        engine.tasks.failsFirst("flaky", 5);
        engine.workflow("flaky", """
            {node_id: flaky, type: component, max_retry_attempts: 5, retry_initial_delay_ms: 60000}
            {node_id: fast, type: component}
            {node_id: j, type: join, join_strategy: first}
            """, "start -> flaky", "flaky -> j", "start -> fast", "fast -> j");

        hasStatuses(
                engine.ended(engine.start("flaky")),
                ExecutionStatus.SUCCEEDED,
                "start=succeeded",
                "flaky=cancelled",
                "fast=succeeded",
                "j=succeeded");
    }

    @Test
    void goesOnBeforeABranchEndsThatServesOthersToo() {
        workflowWithASharedBranch("start -> shared", "start -> fast", "fast -> j");
        holdsUntilItRuns("shared", "after");

        allSucceed(engine.start("shared"));
    }

    @Test
    void goesOnWhileABranchRunsThatBeganAfterTheJoinWasSettled() {
        workflowWithASharedBranch("start -> fast", "fast -> shared", "fast -> j");
        holdsUntilItRuns("shared", "after");

        allSucceed(engine.start("shared"));
    }

    @Test
    void goesOnWhileABranchHasToWaitForAnother() {
        workflowWithASharedBranch("start -> slow", "slow -> shared", "start -> fast", "fast -> j");
        holdsUntilItRuns("slow", "after");

        allSucceed(engine.start("shared"));
    }

    @Test
    void goesOnWhereWhatFollowsMeetsAnotherBranch() {
        CountDownLatch settled = new CountDownLatch(1);
        engine.tasks.holds("beside", settled);
        holdsUntilItRuns("shared", "meets");
        engine.workflow(
                "meeting",
                """
                {node_id: shared, type: component}
                {node_id: j, type: join, join_strategy: first}
                {node_id: other, type: component}
                {node_id: beside, type: component}
                {node_id: meets, type: component}
                """,
                "start -> shared",
                "start -> j",
                "shared -> j",
                "shared -> other",
                "start -> beside",
                "beside -> meets",
                "j -> meets");
        ExecutionId id = engine.start("meeting");
        engine.when(id, detail -> task(detail, "j").status() == TaskStatus.SUCCEEDED);
        settled.countDown();

        allSucceed(id);
    }

    /** A join goes on with the first of its branches, of which one serves another node too. */
    private void workflowWithASharedBranch(String... before) {
        List<String> edges = new ArrayList<>(List.of(before));
        edges.addAll(List.of("shared -> j", "shared -> other", "j -> after"));
        String slow = edges.contains("slow -> shared") ? "{node_id: slow, type: component}\n" : "";
        engine.workflow("shared", slow + """
                        {node_id: shared, type: component}
                        {node_id: fast, type: component}
                        {node_id: j, type: join, join_strategy: first}
                        {node_id: after, type: component}
                        {node_id: other, type: component}
                        """, edges.toArray(String[]::new));
    }

    private void holdsUntilItRuns(String held, String other) {
        CountDownLatch runs = new CountDownLatch(1);
        engine.tasks.holds(held, runs);
        engine.tasks.on(other, (request, token) -> {
            runs.countDown();
            return ScriptedTasks.succeeded(request.inputs());
        });
    }

    private void allSucceed(ExecutionId id) {
        ExecutionDetail ended = engine.ended(id);

        assertThat(ended.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(TestEngine.statuses(ended)).allMatch(status -> status.endsWith("=succeeded"));
    }

    @Test
    void leavesANodeAloneThatServesMoreThanTheJoin() {
        CountDownLatch release = new CountDownLatch(1);
        engine.tasks.holds("shared", release);
        engine.tasks.on("fast", (request, token) -> {
            release.countDown();
            return ScriptedTasks.succeeded(request.inputs());
        });
        engine.workflow(
                "shared", """
                {node_id: shared, type: component}
                {node_id: other, type: component}
                {node_id: fast, type: component}
                {node_id: j, type: join, join_strategy: first}
                """, "start -> shared", "shared -> j", "shared -> other", "start -> fast", "fast -> j");

        hasStatuses(
                engine.ended(engine.start("shared")),
                ExecutionStatus.SUCCEEDED,
                "start=succeeded",
                "shared=succeeded",
                "other=succeeded",
                "fast=succeeded",
                "j=succeeded");
    }

    @Test
    void waitsForAsManyBranchesAsItNeeds() {
        engine.tasks.fails("bad");
        engine.tasks.holds("slow", new CountDownLatch(1));
        CountDownLatch badIsOver = new CountDownLatch(1);
        engine.tasks.holds("b", badIsOver);
        engine.workflow(
                "two",
                """
                {node_id: bad, type: component, fail_workflow: false}
                {node_id: slow, type: component}
                {node_id: a, type: component}
                {node_id: b, type: component}
                {node_id: j, type: join, join_strategy: n_of_m, count: 2}
                """,
                "start -> bad",
                "start -> slow",
                "start -> a",
                "start -> b",
                "bad -> j",
                "slow -> j",
                "a -> j",
                "b -> j");

        ExecutionId id = engine.start("two");
        engine.when(id, detail -> TestEngine.task(detail, "bad").status() == TaskStatus.FAILED);
        badIsOver.countDown();

        hasStatuses(
                engine.ended(id),
                ExecutionStatus.COMPLETED_WITH_ERRORS,
                "start=succeeded",
                "bad=failed",
                "slow=cancelled",
                "a=succeeded",
                "b=succeeded",
                "j=succeeded");
    }

    @Test
    void failsAsSoonAsTooFewBranchesAreLeft() {
        engine.tasks.fails("bad");
        engine.tasks.fails("worse");
        engine.tasks.holds("slow", new CountDownLatch(1));
        engine.workflow(
                "few",
                """
                {node_id: bad, type: component, fail_workflow: false}
                {node_id: worse, type: component, fail_workflow: false}
                {node_id: slow, type: component}
                {node_id: j, type: join, join_strategy: n_of_m, count: 2}
                {node_id: after, type: component}
                """,
                "start -> bad",
                "start -> worse",
                "start -> slow",
                "bad -> j",
                "worse -> j",
                "slow -> j",
                "j -> after");

        ExecutionDetail detail = engine.ended(engine.start("few"));

        hasStatuses(
                detail,
                ExecutionStatus.FAILED,
                "start=succeeded",
                "bad=failed",
                "worse=failed",
                "slow=cancelled",
                "j=failed",
                "after=skipped");
        assertThat(detail.execution().error().orElseThrow().code()).isEqualTo(ErrorCode.JOIN_NOT_SATISFIED);
    }

    @Test
    void showsErrorsWithTheCodesAndKindsOfTheApi() {
        engine.tasks.on("bad", (request, token) -> ScriptedTasks.failed(ErrorCode.HTTP_RESPONSE_STATUS, false));
        engine.workflow("codes", """
                {node_id: bad, type: component, fail_workflow: false}
                {node_id: good, type: component}
                {node_id: j, type: join, join_strategy: any}
                {node_id: after, type: component, inputs: {code: $.j.output.bad.error.code, kind: $.j.output.bad.error.kind, direct: $.bad.error.code}}
                """, "start -> bad", "start -> good", "bad -> j", "good -> j", "j -> after");

        assertThat(task(engine.ended(engine.start("codes")), "after").output())
                .hasToString("Optional[{\"code\":\"http-response-status\",\"kind\":\"external\","
                        + "\"direct\":\"http-response-status\"}]");
    }

    @Test
    void interruptsTheLosersAtOnceAndRunsNoneOfThemAgain() {
        engine.tasks.holds("a", new CountDownLatch(1));
        engine.tasks.holds("b", new CountDownLatch(1));
        engine.workflow(
                "losers", """
                {node_id: a, type: component, max_retry_attempts: 3, retry_initial_delay_ms: 1}
                {node_id: b, type: component, max_retry_attempts: 3, retry_initial_delay_ms: 1}
                {node_id: c, type: component}
                {node_id: j, type: join, join_strategy: first}
                {node_id: after, type: component, inputs: {a: $.j.output.a.status, c: $.j.output.c.status}}
                """, "start -> a", "start -> b", "start -> c", "a -> j", "b -> j", "c -> j", "j -> after");

        ExecutionDetail detail = engine.ended(engine.start("losers"));

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(TestEngine.task(detail, "after").output())
                .hasToString("Optional[{\"a\":\"cancelled\",\"c\":\"succeeded\"}]");
        assertThat(engine.tasks.runs("a")).isLessThanOrEqualTo(1);
        assertThat(engine.tasks.runs("b")).isLessThanOrEqualTo(1);
    }

    @Test
    void stopsABranchThatHoldsItsThreadForAShortRetry() {
        engine.tasks.failsFirst("flaky", 9);
        engine.tasks.on("fast", (request, token) -> {
            TestEngine.await(() -> engine.tasks.runs("flaky") == 1);
            return ScriptedTasks.succeeded(request.inputs());
        });
        engine.workflow("short", """
            {node_id: flaky, type: component, max_retry_attempts: 9, retry_backoff: constant, retry_initial_delay_ms: 990}
            {node_id: fast, type: component}
            {node_id: j, type: join, join_strategy: first}
            """, "start -> flaky", "flaky -> j", "start -> fast", "fast -> j");

        ExecutionDetail detail = engine.ended(engine.start("short"));

        hasStatuses(
                detail,
                ExecutionStatus.SUCCEEDED,
                "start=succeeded",
                "flaky=cancelled",
                "fast=succeeded",
                "j=succeeded");
        assertThat(engine.tasks.runs("flaky")).isEqualTo(1);
    }

    @Test
    void stopsTheOtherBranchesAlsoWhenASkippedNodeWasTheLastChance() throws Exception {
        CountDownLatch runs = engine.tasks.holds("slow", new CountDownLatch(1));
        engine.tasks.on("bad", (request, token) -> {
            TestEngine.await(() -> runs.getCount() == 0);
            return ScriptedTasks.failed(ErrorCode.COMPONENT_RETURNED_ERROR, false);
        });
        engine.workflow(
                "chance", """
                {node_id: bad, type: component, fail_workflow: false}
                {node_id: after_bad, type: component}
                {node_id: slow, type: component}
                {node_id: j, type: join, join_strategy: n_of_m, count: 2, fail_workflow: false}
                """, "start -> bad", "bad -> after_bad", "after_bad -> j", "start -> slow", "slow -> j");

        hasStatuses(
                engine.ended(engine.start("chance")),
                ExecutionStatus.COMPLETED_WITH_ERRORS,
                "start=succeeded",
                "bad=failed",
                "after_bad=skipped",
                "slow=cancelled",
                "j=failed");
    }

    private ExecutionDetail customJoin(String join) {
        engine.workflow(
                "joined",
                "{node_id: a, type: component, inputs: {n: 1}}\n{node_id: b, type: component, inputs: {n: 2}}\n" + join,
                "start -> a",
                "start -> b",
                "a -> meet",
                "b -> meet");
        return engine.ended(engine.start("joined"));
    }

    @Test
    void handsTheBranchesToAComponentAndTakesItsOutput() {
        engine.tasks.on(
                "meet",
                (request, token) -> ScriptedTasks.succeeded(
                        request.inputs().getJsonObject("b").getJsonObject("output")));

        ExecutionDetail detail = customJoin("{node_id: meet, type: join, name: test/task, task_name: run}");

        assertThat(task(detail, "meet").output().orElseThrow()).hasToString("{\"n\":2}");
        assertThat(task(detail, "meet").input().orElseThrow().keySet()).containsExactly("a", "b");
    }

    @Test
    void handsInputsAndBranchesToAComponent() {
        ExecutionDetail detail =
                customJoin("{node_id: meet, type: join, name: test/task, task_name: run, inputs: {x: $.a.output.n}}");

        assertThat(task(detail, "meet").output().orElseThrow().asJsonObject().getInt("x"))
                .isEqualTo(1);
        assertThat(task(detail, "meet")
                        .output()
                        .orElseThrow()
                        .asJsonObject()
                        .getJsonObject("branches")
                        .keySet())
                .containsExactly("a", "b");
    }

    @Test
    void failsIfItsComponentReturnsAnError() {
        engine.tasks.fails("meet");

        ExecutionDetail detail = customJoin("{node_id: meet, type: join, name: test/task, task_name: run}");

        assertThat(task(detail, "meet").status()).isEqualTo(TaskStatus.FAILED);
        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.FAILED);
    }
}
