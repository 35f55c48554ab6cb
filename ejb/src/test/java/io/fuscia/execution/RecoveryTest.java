package io.fuscia.execution;

import static io.fuscia.execution.TestEngine.hasStatuses;
import static io.fuscia.execution.TestEngine.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.failure.ErrorCode;
import io.fuscia.host.KeyValues;
import io.fuscia.task.TaskRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecoveryTest {
    private static final String CHAIN = "{node_id: a, type: component}\n{node_id: b, type: component}";

    private final TestEngine engine = new TestEngine(1).begin();

    @AfterEach
    void end() {
        engine.close();
    }

    @Test
    void goesOnAfterACrashWithoutRunningAgainWhatIsDone() throws Exception {
        engine.workflow("chain", CHAIN, "start -> a", "a -> b");
        CountDownLatch runs = engine.tasks.holds("b", new CountDownLatch(1));
        ExecutionId id = engine.start("chain");
        runs.await();
        engine.when(id, detail -> task(detail, "b").status() == TaskStatus.RUNNING);

        engine.tasks.on("b", (request, token) -> ScriptedTasks.succeeded(request.inputs()));
        try (TestEngine next = engine.afterCrash()) {
            ExecutionDetail detail = next.ended(id);

            hasStatuses(detail, ExecutionStatus.SUCCEEDED, "start=succeeded", "a=succeeded", "b=succeeded");
            assertThat(engine.tasks.runs("a")).isEqualTo(1);
            assertThat(engine.tasks.runs("b")).isEqualTo(2);
            assertThat(task(detail, "b").attempts())
                    .extracting(Attempt::number, Attempt::status)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(1, TaskStatus.CANCELLED),
                            org.assertj.core.groups.Tuple.tuple(2, TaskStatus.SUCCEEDED));
            assertThat(task(detail, "b").attempts().get(0).error().orElseThrow().code())
                    .isEqualTo(ErrorCode.SHUTTING_DOWN);
        }
    }

    @Test
    void keepsWhatComponentsSetForTheirExecutionThroughACrash() throws Exception {
        engine.workflow("chain", CHAIN, "start -> a", "a -> b");
        engine.tasks.on("a", (request, token) -> {
            pairs(engine, request).set("seen", "\u0000 and \u00e9");
            pairs(engine, request).set("gone", "1");
            pairs(engine, request).delete("gone");
            return ScriptedTasks.succeeded(request.inputs());
        });
        CountDownLatch runs = engine.tasks.holds("b", new CountDownLatch(1));
        ExecutionId id = engine.start("chain");
        runs.await();

        CompletableFuture<TestEngine> later = new CompletableFuture<>();
        CompletableFuture<String> found = new CompletableFuture<>();
        engine.tasks.on("b", (request, token) -> {
            KeyValues kept = pairs(later.join(), request);
            found.complete(kept.get("seen").orElse("lost") + kept.get("gone").orElse(""));
            return ScriptedTasks.succeeded(request.inputs());
        });
        try (TestEngine next = engine.afterCrash()) {
            later.complete(next);
            next.ended(id);
            assertThat(found.join()).isEqualTo("\u0000 and \u00e9");
        }
    }

    private static KeyValues pairs(TestEngine of, TaskRequest request) {
        return of.pairs.ofExecution(request.context().executionId());
    }

    @Test
    void startsAfterACrashWhatWasAccepted() throws Exception {
        engine.workflow("chain", CHAIN, "start -> a", "a -> b");
        CountDownLatch runs = engine.tasks.holds("a", new CountDownLatch(1));
        ExecutionId first = engine.start("chain");
        runs.await();
        ExecutionId second = engine.start("chain");
        ExecutionId third = engine.start("chain");
        assertThat(engine.detail(second).execution().status()).isEqualTo(ExecutionStatus.PENDING);

        engine.tasks.on("a", (request, token) -> ScriptedTasks.succeeded(request.inputs()));
        try (TestEngine next = engine.afterCrash()) {
            for (ExecutionId id : java.util.List.of(first, second, third)) {
                assertThat(next.ended(id).execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            }
        }
    }

    @Test
    void admitsInTheOrderOfAcceptance() throws Exception {
        engine.workflow("chain", CHAIN, "start -> a", "a -> b");
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch runs = engine.tasks.holds("a", release);
        ExecutionId first = engine.start("chain");
        runs.await();
        ExecutionId second = engine.start("chain");
        ExecutionId third = engine.start("chain");
        release.countDown();

        engine.ended(third);
        assertThat(engine.detail(first).execution().endedAt().orElseThrow())
                .isBeforeOrEqualTo(engine.detail(second).execution().startedAt().orElseThrow());
        assertThat(engine.detail(second).execution().endedAt().orElseThrow())
                .isBeforeOrEqualTo(engine.detail(third).execution().startedAt().orElseThrow());
    }

    @Test
    void staysPausedOverACrash() throws Exception {
        engine.workflow("chain", CHAIN, "start -> a", "a -> b");
        CountDownLatch runs = engine.tasks.holds("a", new CountDownLatch(1));
        ExecutionId id = engine.start("chain");
        runs.await();
        engine.executions().pause(id);

        engine.tasks.on("a", (request, token) -> ScriptedTasks.succeeded(request.inputs()));
        try (TestEngine next = engine.afterCrash()) {
            assertThat(next.detail(id).execution().status()).isEqualTo(ExecutionStatus.PAUSED);
            next.executions().resume(id);
            hasStatuses(next.ended(id), ExecutionStatus.SUCCEEDED, "start=succeeded", "a=succeeded", "b=succeeded");
        }
    }

    @Test
    void endsAfterACrashWhatWasToBeCancelled() throws Exception {
        engine.workflow("chain", CHAIN, "start -> a", "a -> b");
        CountDownLatch runs = engine.tasks.holds("a", new CountDownLatch(1));
        ExecutionId id = engine.start("chain");
        runs.await();
        sql("UPDATE execution SET cancel_requested_at = 1");

        try (TestEngine next = engine.afterCrash()) {
            hasStatuses(next.ended(id), ExecutionStatus.CANCELLED, "start=succeeded", "a=cancelled", "b=cancelled");
            assertThat(engine.tasks.runs("a")).isEqualTo(1);
        }
    }

    @Test
    void takesOverFromAServerWhoseLeaseEnded() throws Exception {
        engine.workflow("chain", CHAIN, "start -> a", "a -> b");
        CountDownLatch runs = engine.tasks.holds("a", new CountDownLatch(1));
        ExecutionId id = engine.start("chain");
        runs.await();
        engine.tasks.on("a", (request, token) -> ScriptedTasks.succeeded(request.inputs()));
        engine.crash();
        sql("UPDATE execution SET owner = 'other'");
        sql("INSERT INTO server_lease (owner, incarnation, started_at, lease_until) VALUES ('other', 'x', 1, 0)");

        try (TestEngine next = engine.afterCrash()) {
            next.engine.upkeep().takeOver();
            assertThat(next.ended(id).execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        }
    }

    @Test
    void writesNothingAfterAnotherServerTookOver() throws Exception {
        engine.workflow("chain", CHAIN, "start -> a", "a -> b");
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch runs = engine.tasks.holds("a", release);
        ExecutionId id = engine.start("chain");
        runs.await();
        sql("UPDATE execution SET owner = 'other', epoch = epoch + 1");
        release.countDown();

        TestEngine.await(() -> engine.engine.running().count() == 0);
        assertThat(task(engine.detail(id), "a").output()).isEmpty();
        assertThat(engine.detail(id).execution().status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(engine.tasks.runs("b")).isZero();
    }

    @Test
    void failsWhatCannotGoOnBecauseItsWorkflowIsGone() throws Exception {
        engine.workflow("chain", CHAIN, "start -> a", "a -> b");
        CountDownLatch runs = engine.tasks.holds("a", new CountDownLatch(1));
        ExecutionId id = engine.start("chain");
        runs.await();
        engine.forget("chain");

        try (TestEngine next = engine.afterCrash()) {
            ExecutionDetail detail = next.ended(id);
            assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(detail.execution().error().orElseThrow().code()).isEqualTo(ErrorCode.WORKFLOW_NOT_FOUND);
        }
    }

    @Test
    void stopsForTheServerAndGoesOnLater() throws Exception {
        engine.workflow("chain", CHAIN, "start -> a", "a -> b");
        CountDownLatch runs = engine.tasks.holds("a", new CountDownLatch(1));
        ExecutionId id = engine.start("chain");
        runs.await();
        engine.engine.upkeep().end();
        TestEngine.await(() -> engine.engine.running().count() == 0);
        assertThat(engine.detail(id).execution().status()).isEqualTo(ExecutionStatus.PENDING);

        engine.tasks.on("a", (request, token) -> ScriptedTasks.succeeded(request.inputs()));
        try (TestEngine next = engine.afterCrash()) {
            ExecutionDetail detail = next.ended(id);
            assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(task(detail, "a").attempts())
                    .extracting(Attempt::status)
                    .containsExactly(TaskStatus.CANCELLED, TaskStatus.SUCCEEDED);
            assertThat(task(detail, "b").attempts()).hasSize(1);
        }
    }

    @Test
    void countsAnAttemptThatMayHaveBegunUnseenBeforeACrash() throws Exception {
        engine.workflow("fan", CHAIN + "\n{node_id: c, type: component}", "start -> a", "a -> b", "a -> c");
        CountDownLatch b = engine.tasks.holds("b", new CountDownLatch(1));
        CountDownLatch c = engine.tasks.holds("c", new CountDownLatch(1));
        ExecutionId id = engine.start("fan");
        b.await();
        c.await();
        engine.crash();

        engine.tasks.on("b", (request, token) -> ScriptedTasks.succeeded(request.inputs()));
        engine.tasks.on("c", (request, token) -> ScriptedTasks.succeeded(request.inputs()));
        try (TestEngine next = engine.afterCrash()) {
            ExecutionDetail detail = next.ended(id);
            assertThat(task(detail, "a").attempts()).hasSize(1);
            for (String node : java.util.List.of("b", "c")) {
                assertThat(engine.tasks.runs(node)).isEqualTo(2);
                assertThat(task(detail, node).attempts())
                        .extracting(Attempt::number, Attempt::status)
                        .containsExactly(
                                org.assertj.core.groups.Tuple.tuple(1, TaskStatus.CANCELLED),
                                org.assertj.core.groups.Tuple.tuple(2, TaskStatus.SUCCEEDED));
            }
        }
    }

    @Test
    void countsAttemptsInLoopsThatMayHaveBegunUnseenBeforeACrash() throws Exception {
        engine.workflow(
                "loop",
                "{node_id: each, type: loop, items: $.trigger.items, execution_mode: parallel, concurrency: 2,"
                        + " nodes: [{node_id: work, type: component}], edges: []}",
                "start -> each");
        CountDownLatch two = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        engine.tasks.on("work", (request, token) -> {
            two.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return ScriptedTasks.failed(ErrorCode.CANCELLED, false);
        });
        ExecutionId id = engine.start("loop", "{\"items\": [1, 2, 3, 4, 5]}");
        two.await();
        engine.crash();

        engine.tasks.on("work", (request, token) -> ScriptedTasks.succeeded(request.inputs()));
        try (TestEngine next = engine.afterCrash()) {
            ExecutionDetail detail = next.ended(id);
            assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(detail.tasks().stream()
                            .filter(task -> task.node().toString().equals("each/work"))
                            .map(task ->
                                    task.iteration() + ":" + task.attempts().size()))
                    .containsExactlyInAnyOrder("0:2", "1:2", "2:1", "3:1", "4:1");
        }
    }

    @Test
    void letsNodesFinishBeforeTheServerLeaves() throws Exception {
        try (TestEngine patient = new TestEngine(1, Duration.ofSeconds(20)).begin()) {
            patient.workflow("chain", CHAIN, "start -> a", "a -> b");
            CountDownLatch release = new CountDownLatch(1);
            CountDownLatch runs = patient.tasks.holds("a", release);
            ExecutionId id = patient.start("chain");
            runs.await();
            Thread leaving = new Thread(patient.engine.upkeep()::end);
            leaving.start();
            TestEngine.await(() -> patient.engine
                    .running()
                    .find(id)
                    .map(RunningExecution::isDraining)
                    .orElse(true));
            release.countDown();
            leaving.join();

            assertThat(patient.detail(id).execution().status()).isEqualTo(ExecutionStatus.PENDING);
            assertThat(patient.tasks.runs("b")).isZero();
            patient.engine.upkeep().begin();
            ExecutionDetail detail = patient.ended(id);
            assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(patient.tasks.runs("a")).isEqualTo(1);
            assertThat(task(detail, "b").attempts()).hasSize(1);
        }
    }

    @Test
    void goesOnHereAfterItWasSuspended() throws Exception {
        engine.workflow("chain", CHAIN, "start -> a", "a -> b");
        CountDownLatch runs = engine.tasks.holds("a", new CountDownLatch(1));
        ExecutionId id = engine.start("chain");
        runs.await();
        engine.engine.upkeep().end();
        engine.tasks.on("a", (request, token) -> ScriptedTasks.succeeded(request.inputs()));
        engine.engine.upkeep().begin();

        assertThat(engine.ended(id).execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void doesNotInterruptItselfWhenToldToBeginTwice() throws Exception {
        engine.workflow("chain", CHAIN, "start -> a", "a -> b");
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch runs = engine.tasks.holds("a", release);
        ExecutionId id = engine.start("chain");
        runs.await();
        engine.engine.upkeep().begin();
        release.countDown();

        assertThat(engine.ended(id).execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(engine.tasks.runs("a")).isEqualTo(1);
    }

    @Test
    void handsOverToAnotherServerThatLives() throws Exception {
        engine.workflow("chain", CHAIN, "start -> a", "a -> b");
        CountDownLatch runs = engine.tasks.holds("a", new CountDownLatch(1));
        ExecutionId id = engine.start("chain");
        runs.await();
        try (TestEngine other = engine.beside("other")) {
            engine.engine.upkeep().end();
            engine.tasks.on("a", (request, token) -> ScriptedTasks.succeeded(request.inputs()));
            other.engine.upkeep().takeOver();

            assertThat(other.ended(id).execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        }
    }

    @Test
    void keepsTheDueTimeOfARetryOverACrash() throws Exception {
        engine.workflow(
                "retry",
                "{node_id: a, type: component, max_retry_attempts: 3, retry_backoff: constant,"
                        + " retry_initial_delay_ms: 60000}",
                "start -> a");
        engine.tasks.on("a", (request, token) -> ScriptedTasks.failed(ErrorCode.COMPONENT_TRAPPED, true));
        ExecutionId id = engine.start("retry");
        ExecutionDetail asleep =
                engine.when(id, detail -> detail.execution().wakeAt().isPresent());

        try (TestEngine next = engine.afterCrash()) {
            ExecutionDetail detail = next.detail(id);
            assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.RUNNING);
            assertThat(detail.execution().wakeAt()).isEqualTo(asleep.execution().wakeAt());
            assertThat(task(detail, "a").retryDueAt())
                    .isEqualTo(task(asleep, "a").retryDueAt());
            assertThat(task(detail, "a").attempts()).hasSize(1);
            assertThat(next.engine.running().count()).isZero();
        }
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = engine.database.connect()) {
            connection.createStatement().executeUpdate(statement);
        }
    }
}
