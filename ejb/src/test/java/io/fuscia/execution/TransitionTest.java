package io.fuscia.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.storage.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
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
        sql("INSERT INTO execution (execution_id, workflow_id, workflow_version, workflow_digest, trigger_node, status,"
                + " payload, created_at, started_at, ended_at, owner, epoch, error_code) VALUES ('x', 'w', 1, 'd', 't', '"
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
