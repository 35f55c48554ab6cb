package io.fuscia.execution;

import static io.fuscia.execution.TestEngine.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.host.LogLine;
import io.fuscia.task.TaskOutcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which attempts have a row of their own, and that nobody sees which. */
@Timeout(60)
class AttemptRowsTest {
    private final TestEngine engine = new TestEngine().begin();

    @AfterEach
    void end() {
        engine.close();
    }

    @Test
    void theOnlyAttemptThatSucceedsIsToldByItsTask() throws SQLException {
        engine.workflow(
                "quiet", "{node_id: a, type: component}\n{node_id: b, type: component}", "start -> a", "a -> b");

        ExecutionDetail detail = engine.ended(engine.start("quiet"));

        assertThat(numbers(detail.execution().id())).isEmpty();
        for (String node : List.of("a", "b")) {
            Task task = task(detail, node);
            assertThat(task.attempts()).singleElement().satisfies(attempt -> {
                assertThat(attempt.number()).isEqualTo(1);
                assertThat(attempt.status()).isEqualTo(TaskStatus.SUCCEEDED);
                assertThat(task.startedAt()).contains(attempt.startedAt());
                assertThat(attempt.endedAt()).isPresent().isEqualTo(task.endedAt());
                assertThat(attempt.error()).isEmpty();
                assertThat(attempt.log()).isEmpty();
            });
        }
        assertThat(task(detail, "start").attempts()).isEmpty();
    }

    @Test
    void anAttemptThatLoggedHasARow() throws SQLException {
        LogLine line = new LogLine(Instant.parse("2026-01-02T03:04:05Z"), LogLine.Level.INFO, "hello");
        engine.tasks.on("a", (request, token) -> new TaskOutcome.Succeeded(request.inputs(), List.of(), List.of(line)));
        engine.workflow("logs", "{node_id: a, type: component}", "start -> a");

        ExecutionDetail detail = engine.ended(engine.start("logs"));

        assertThat(numbers(detail.execution().id())).containsExactly("a 1 succeeded");
        assertThat(task(detail, "a").attempts()).singleElement().satisfies(attempt -> assertThat(attempt.log())
                .containsExactly(line));
    }

    @Test
    void everyAttemptHasARowWhereThereWereSeveral() throws SQLException {
        engine.tasks.failsFirst("a", 1);
        engine.workflow(
                "again",
                "{node_id: a, type: component, max_retry_attempts: 2, retry_initial_delay_ms: 1}",
                "start -> a");

        ExecutionDetail detail = engine.ended(engine.start("again"));

        assertThat(numbers(detail.execution().id())).containsExactly("a 1 failed", "a 2 succeeded");
        assertThat(task(detail, "a").attempts()).hasSize(2);
    }

    @Test
    void anAttemptThatFailedForGoodHasARow() throws SQLException {
        engine.tasks.fails("a");
        engine.workflow("fails", "{node_id: a, type: component}", "start -> a");

        ExecutionDetail detail = engine.ended(engine.start("fails"));

        assertThat(numbers(detail.execution().id())).containsExactly("a 1 failed");
        assertThat(task(detail, "a").attempts()).singleElement().satisfies(attempt -> assertThat(attempt.error())
                .isPresent());
    }

    private List<String> numbers(ExecutionId id) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = engine.database.connect();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT node_path, number, status FROM attempt WHERE execution_id = '" + id
                                + "' ORDER BY node_path, number")) {
            while (rows.next()) {
                found.add(rows.getString(1) + " " + rows.getInt(2) + " " + rows.getString(3));
            }
        }
        return found;
    }
}
