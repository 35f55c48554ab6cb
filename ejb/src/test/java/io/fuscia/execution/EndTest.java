package io.fuscia.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.failure.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for the end of an execution. */
@Timeout(60)
class EndTest {
    private TestEngine engine;

    @BeforeEach
    void begin() {
        engine = new TestEngine().begin();
        engine.workflow("one", "{node_id: a, type: component}", "start -> a");
    }

    @AfterEach
    void end() {
        engine.close();
    }

    @Test
    void whoWaitsIsToldWithTheExecutionAsItIsStored() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        engine.tasks.holds("a", release);
        ExecutionId id = engine.start("one");
        CompletableFuture<Optional<Execution>> end = engine.executions().end(id);
        assertThat(end).isNotDone();

        release.countDown();

        Execution told = end.get().orElseThrow();
        assertThat(told).isEqualTo(engine.detail(id).execution());
        assertThat(told.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void aFailureIsToldWithItsReason() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        engine.tasks.on("a", (request, token) -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return ScriptedTasks.failed(ErrorCode.COMPONENT_RETURNED_ERROR, false);
        });
        ExecutionId id = engine.start("one");
        CompletableFuture<Optional<Execution>> end = engine.executions().end(id);
        release.countDown();

        assertThat(end.get()).contains(engine.detail(id).execution());
        assertThat(end.get().orElseThrow().status()).isEqualTo(ExecutionStatus.FAILED);
    }

    @Test
    void whatIsOverOrUnknownIsNotWaitedFor() throws Exception {
        ExecutionId id = engine.start("one");
        engine.ended(id);

        Optional<Execution> known = engine.executions().end(id).get();

        assertThat(known.orElseGet(() -> engine.detail(id).execution()))
                .isEqualTo(engine.detail(id).execution());
        assertThat(engine.executions().end(ExecutionId.create()).get()).isEmpty();
    }

    @Test
    void anEndThatAnotherServerStoredIsFound() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch runs = engine.tasks.holds("a", never);
        ExecutionId id = engine.start("one");
        runs.await();
        engine.executions().pause(id);
        CompletableFuture<Optional<Execution>> end = engine.executions().end(id);
        endElsewhere(id);

        assertThat(end.get()).isEmpty();
    }

    private void endElsewhere(ExecutionId id) throws SQLException {
        try (Connection connection = engine.database.connect()) {
            connection
                    .createStatement()
                    .executeUpdate("UPDATE execution SET status = 'cancelled', ended_at = 9 WHERE execution_id = '" + id
                            + "'");
        }
    }

    @Test
    void whoWaitsNoLongerIsForgotten() {
        CountDownLatch never = new CountDownLatch(1);
        engine.tasks.holds("a", never);
        ExecutionId id = engine.start("one");
        CompletableFuture<Optional<Execution>> end = engine.executions().end(id);

        end.complete(Optional.empty());
        never.countDown();

        assertThat(engine.ended(id).execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
}
