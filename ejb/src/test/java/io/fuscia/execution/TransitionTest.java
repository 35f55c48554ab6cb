package io.fuscia.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.storage.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database alone, without the program, refuses what must not be. */
class TransitionTest {
    private final TestDatabase database = new TestDatabase();
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = database.connect();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        database.close();
    }

    @Test
    void allowsExactlyTheTransitionsThatTheProgramKnows() throws SQLException {
        for (ExecutionStatus from : ExecutionStatus.values()) {
            for (ExecutionStatus to : EnumSet.complementOf(EnumSet.of(from))) {
                sql("DELETE FROM execution");
                insertExecution(from);
                String end = to.isTerminal() ? "5" : "NULL";
                boolean done = succeeds("UPDATE execution SET status = '" + to.text() + "', ended_at = " + end
                        + ", error_code = 'INTERNAL'");
                assertThat(done).as(from + " to " + to).isEqualTo(from.canBecome(to));
            }
        }
    }

    @Test
    void neverChangesATaskThatIsOver() throws SQLException {
        insertExecution(ExecutionStatus.RUNNING);
        for (TaskStatus status : TaskStatus.values()) {
            sql("DELETE FROM task");
            insertTask(status);
            boolean done = succeeds("UPDATE task SET status = 'cancelled', ended_at = 9, output_json = NULL");
            assertThat(done).as(status.text()).isEqualTo(!status.isTerminal());
        }
    }

    @Test
    void allowsExactlyTheTransitionsOfTasks() throws SQLException {
        insertExecution(ExecutionStatus.RUNNING);
        for (TaskStatus from : TaskStatus.values()) {
            for (TaskStatus to : TaskStatus.values()) {
                sql("DELETE FROM task");
                insertTask(from);
                boolean done = succeeds("UPDATE task SET status = '" + to.text() + "', ended_at = "
                        + (to.isTerminal() ? "5" : "NULL") + ", output_json = "
                        + (to == TaskStatus.SUCCEEDED ? "'{}'" : "NULL"));
                assertThat(done).as(from + " to " + to).isEqualTo(!from.isTerminal());
            }
        }
    }

    @Test
    void neverChangesAnAttemptThatIsOver() throws SQLException {
        insertExecution(ExecutionStatus.RUNNING);
        insertTask(TaskStatus.RUNNING);
        List<String> statuses = List.of("running", "succeeded", "failed", "cancelled", "timed_out");
        for (String from : statuses) {
            for (String to : statuses) {
                sql("DELETE FROM attempt");
                sql("INSERT INTO attempt (execution_id, node_path, iteration, number, status, started_at, ended_at)"
                        + " VALUES ('x', 'a', '', 1, '" + from + "', 1, " + end(from) + ")");
                boolean done = succeeds("UPDATE attempt SET status = '" + to + "', ended_at = " + end(to));
                assertThat(done).as(from + " to " + to).isEqualTo(from.equals("running"));
            }
        }
    }

    private static String end(String status) {
        return status.equals("running") ? "NULL" : "2";
    }

    /** Every combination of what depends on the status, against the rules as {@code data-model.md} has them. */
    @Test
    void aTaskIsOnlyStoredInAStateThatMakesSense() throws SQLException {
        insertExecution(ExecutionStatus.RUNNING);
        for (TaskStatus status : TaskStatus.values()) {
            for (int bits = 0; bits < 32; bits++) {
                boolean ended = (bits & 1) != 0;
                boolean output = (bits & 2) != 0;
                boolean file = (bits & 4) != 0;
                boolean error = (bits & 8) != 0;
                boolean retry = (bits & 16) != 0;
                boolean sensible = ended == status.isTerminal()
                        && (status == TaskStatus.SUCCEEDED ? output != file : !output && !file)
                        && (error || !(status == TaskStatus.FAILED || status == TaskStatus.TIMED_OUT))
                        && (!retry || status == TaskStatus.PENDING);
                sql("DELETE FROM task");
                boolean done = succeeds("INSERT INTO task (execution_id, node_path, iteration, node_type, status,"
                        + " attempts, ended_at, output_json, output_artifact, error_code, retry_due_at) VALUES"
                        + " ('x', 'a', '', 'http', '" + status.text() + "', 1, " + (ended ? "4" : "NULL") + ", "
                        + (output ? "'{}'" : "NULL") + ", " + (file ? "'f'" : "NULL") + ", "
                        + (error ? "'INTERNAL'" : "NULL") + ", " + (retry ? "9" : "NULL") + ")");
                assertThat(done)
                        .as(
                                "%s ended %s output %s file %s error %s retry %s",
                                status, ended, output, file, error, retry)
                        .isEqualTo(sensible);
            }
        }
    }

    @Test
    void anExecutionIsOnlyStoredInAStateThatMakesSense() throws SQLException {
        for (ExecutionStatus status : ExecutionStatus.values()) {
            for (int bits = 0; bits < 16; bits++) {
                boolean started = (bits & 1) != 0;
                boolean ended = (bits & 2) != 0;
                boolean wake = (bits & 4) != 0;
                boolean error = (bits & 8) != 0;
                boolean ran = status == ExecutionStatus.RUNNING
                        || status == ExecutionStatus.SUCCEEDED
                        || status == ExecutionStatus.COMPLETED_WITH_ERRORS;
                boolean sensible = ended == status.isTerminal()
                        && (started || !ran)
                        && (!wake || status == ExecutionStatus.RUNNING)
                        && (error || !(status == ExecutionStatus.FAILED || status == ExecutionStatus.TIMED_OUT));
                sql("DELETE FROM execution");
                boolean done = succeeds("INSERT INTO execution (execution_id, workflow_id, workflow_version,"
                        + " workflow_digest, trigger_node, status, payload, created_at, started_at, ended_at, wake_at,"
                        + " owner, epoch, error_code) VALUES ('x', 'w', 1, 'd', 't', '" + status.text() + "', '{}', 1, "
                        + (started ? "2" : "NULL") + ", " + (ended ? "4" : "NULL") + ", " + (wake ? "9" : "NULL")
                        + ", 'me', 1, " + (error ? "'INTERNAL'" : "NULL") + ")");
                assertThat(done)
                        .as("%s started %s ended %s wake %s error %s", status, started, ended, wake, error)
                        .isEqualTo(sensible);
            }
        }
    }

    @Test
    void neverChangesWhatWasAccepted() throws SQLException {
        insertExecution(ExecutionStatus.RUNNING);
        for (String change : List.of(
                "workflow_id = 'other'",
                "workflow_version = 2",
                "workflow_digest = 'other'",
                "trigger_node = 'other'",
                "payload = '[]'",
                "created_at = 2")) {
            assertThat(succeeds("UPDATE execution SET " + change)).as(change).isFalse();
        }
        assertThat(succeeds("UPDATE execution SET wake_at = 7, owner = 'other', epoch = 2"))
                .isTrue();
    }

    @Test
    void neverUncountsAttempts() throws SQLException {
        insertExecution(ExecutionStatus.RUNNING);
        insertTask(TaskStatus.PENDING);

        assertThat(succeeds("UPDATE task SET attempts = 2")).isTrue();
        assertThat(succeeds("UPDATE task SET attempts = 1")).isFalse();
    }

    @Test
    void neverChangesKeysArtifactsAndVersions() throws SQLException {
        insertExecution(ExecutionStatus.RUNNING);
        sql("INSERT INTO idempotency_key (scope, key_value, request_digest, execution_id, created_at)"
                + " VALUES ('s', 'k', 'd', 'x', 1)");
        sql("INSERT INTO artifact (id, execution_id, node_id, content_type, byte_count, digest, created_at)"
                + " VALUES ('i', 'x', 'n', 't', 1, 'd', 1)");
        sql("INSERT INTO workflow (workflow_id, name, current_number, latest_number, created_at, updated_at)"
                + " VALUES ('w', 'w', 1, 1, 1, 1)");
        sql("INSERT INTO workflow_version (workflow_id, number, digest, source, source_format, locked, jsl, created_at)"
                + " VALUES ('w', 1, 'd', '{}', 'json', '{}', '', 1)");

        assertThat(succeeds("UPDATE idempotency_key SET request_digest = 'e'")).isFalse();
        assertThat(succeeds("UPDATE artifact SET digest = 'e'")).isFalse();
        assertThat(succeeds("UPDATE artifact SET execution_id = 'y'")).isFalse();
        assertThat(succeeds("UPDATE workflow_version SET locked = '[]'")).isFalse();
        assertThat(succeeds("UPDATE workflow_version SET digest = 'e'")).isFalse();
    }

    @Test
    void neverTakesOneNodeTwice() throws SQLException {
        insertExecution(ExecutionStatus.RUNNING);
        insertTask(TaskStatus.SUCCEEDED);

        assertThatThrownBy(() -> insertTask(TaskStatus.SUCCEEDED)).isInstanceOf(SQLException.class);
    }

    @Test
    void neverLetsTheEpochShrink() throws SQLException {
        insertExecution(ExecutionStatus.RUNNING);

        assertThat(succeeds("UPDATE execution SET epoch = 7")).isTrue();
        assertThat(succeeds("UPDATE execution SET epoch = 6")).isFalse();
    }

    @Test
    void refusesStatesThatContradictThemselves() throws SQLException {
        insertExecution(ExecutionStatus.RUNNING);

        assertThat(succeeds("UPDATE execution SET ended_at = 5")).isFalse();
        assertThat(succeeds("UPDATE execution SET status = 'succeeded'")).isFalse();
        assertThat(succeeds("UPDATE execution SET status = 'failed', ended_at = 5, error_code = NULL"))
                .isFalse();
        assertThat(succeeds("UPDATE execution SET status = 'finished', ended_at = 5"))
                .isFalse();
        assertThat(succeeds("UPDATE execution SET status = 'paused', wake_at = 5"))
                .isFalse();
        assertThat(succeeds("INSERT INTO task (execution_id, node_path, iteration, node_type, status, attempts)"
                        + " VALUES ('nobody', 'a', '', 'http', 'pending', 0)"))
                .isFalse();
    }

    @Test
    void deletesTasksAndAttemptsWithTheirExecution() throws SQLException {
        insertExecution(ExecutionStatus.SUCCEEDED);
        insertTask(TaskStatus.SUCCEEDED);
        sql("INSERT INTO attempt (execution_id, node_path, iteration, number, status, started_at, ended_at)"
                + " VALUES ('x', 'a', '', 1, 'succeeded', 1, 2)");

        sql("DELETE FROM execution");

        assertThat(connection
                        .createStatement()
                        .executeQuery("SELECT * FROM attempt")
                        .next())
                .isFalse();
    }

    private void insertExecution(ExecutionStatus status) throws SQLException {
        String end = status.isTerminal() ? "4" : "NULL";
        sql("INSERT INTO execution (execution_id, workflow_id, workflow_version, workflow_digest, trigger_node,"
                + " status, payload, created_at, started_at, ended_at, owner, epoch, error_code) VALUES ('x', 'w', 1, 'd',"
                + " 't', '"
                + status.text() + "', '{}', 1, 2, " + end + ", 'me', 1, 'INTERNAL')");
    }

    private void insertTask(TaskStatus status) throws SQLException {
        String end = status.isTerminal() ? "4" : "NULL";
        String output = status == TaskStatus.SUCCEEDED ? "'{}'" : "NULL";
        sql("INSERT INTO task (execution_id, node_path, iteration, node_type, status, attempts, ended_at, output_json,"
                + " error_code) VALUES ('x', 'a', '', 'http', '" + status.text() + "', 1, " + end + ", " + output
                + ", 'INTERNAL')");
    }

    private boolean succeeds(String statement) {
        try {
            sql(statement);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private void sql(String statement) throws SQLException {
        try (Statement execute = connection.createStatement()) {
            execute.executeUpdate(statement);
        }
    }
}
