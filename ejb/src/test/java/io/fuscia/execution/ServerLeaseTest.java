package io.fuscia.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.storage.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two servers, each with a clock of its own, on one database. */
class ServerLeaseTest {
    private static final Duration LENGTH = Duration.ofSeconds(30);

    private final TestDatabase database = new TestDatabase();
    private final AtomicLong wall = new AtomicLong(1_000_000);
    private final AtomicLong otherWall = new AtomicLong(1_000_000);
    private final AtomicLong ticks = new AtomicLong();
    private final ServerLease lease = lease("this", wall);
    private final ServerLease other = lease("other", otherWall);

    private ServerLease lease(String name, AtomicLong clock) {
        return new ServerLease(
                database, database::dialect, name, LENGTH, () -> Instant.ofEpochMilli(clock.get()), ticks::get);
    }

    private void pass(Duration time) {
        wall.addAndGet(time.toMillis());
        otherWall.addAndGet(time.toMillis());
        ticks.addAndGet(time.toNanos());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void takesOverWhatWasNotRenewedForTheLengthOfALease() throws SQLException {
        lease.begin();
        other.begin();
        execution("a", "running");
        execution("b", "pending");
        execution("c", "paused");
        execution("d", "succeeded");

        assertThat(lease.takeOver()).isZero();
        pass(LENGTH.minusSeconds(1));
        assertThat(lease.takeOver()).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(lease.takeOver()).isPositive();

        assertThat(row("a")).isEqualTo("this pending 3");
        assertThat(row("b")).isEqualTo("this pending 2");
        assertThat(row("c")).isEqualTo("this paused 2");
        assertThat(row("d")).isEqualTo("other succeeded 1");
        assertThat(other.renew()).as("the other one notices").isFalse();
    }

    @Test
    void takesNothingFromAServerThatRenews() throws SQLException {
        lease.begin();
        other.begin();
        execution("a", "running");
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(5));
            assertThat(other.renew()).isTrue();
            assertThat(lease.takeOver()).isZero();
        }
        assertThat(row("a")).isEqualTo("other running 1");
    }

    @Test
    void takesNothingWhenClocksJumpOrDiffer() throws SQLException {
        lease.begin();
        other.begin();
        execution("a", "running");
        for (long jump : new long[] {3_600_000, -7_200_000, 3_600_000}) {
            wall.addAndGet(jump);
            assertThat(other.renew()).isTrue();
            assertThat(lease.takeOver()).isZero();
            pass(Duration.ofSeconds(5));
            assertThat(lease.takeOver()).isZero();
        }
        assertThat(row("a")).isEqualTo("other running 1");
    }

    @Test
    void takesOverAtOnceWhatWasGivenBack() throws SQLException {
        lease.begin();
        other.begin();
        execution("a", "pending");
        other.end();

        assertThat(lease.takeOver()).isEqualTo(1);
        assertThat(row("a")).isEqualTo("this pending 2");
    }

    @Test
    void givesADeadServersExecutionsToOneOnly() throws SQLException {
        ServerLease third = lease("third", wall);
        lease.begin();
        third.begin();
        other.begin();
        execution("a", "pending");
        other.end();

        assertThat(third.takeOver()).isEqualTo(1);
        assertThat(lease.takeOver()).isZero();
        assertThat(row("a")).isEqualTo("third pending 2");
    }

    private void execution(String id, String status) throws SQLException {
        String ended = status.equals("succeeded") ? "5" : "NULL";
        try (Connection connection = database.connect()) {
            connection
                    .createStatement()
                    .executeUpdate(
                            "INSERT INTO execution (execution_id, workflow_id, workflow_version, workflow_digest,"
                                    + " trigger_node, status, payload, created_at, started_at, ended_at, owner, epoch)"
                                    + " VALUES ('"
                                    + id + "', 'w', 1, 'd', 't', '" + status + "', '{}', 1, 2, " + ended
                                    + ", 'other', 1)");
        }
    }

    private String row(String id) throws SQLException {
        try (Connection connection = database.connect();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT owner, status, epoch FROM execution WHERE execution_id = '" + id + "'")) {
            rows.next();
            return rows.getString(1) + " " + rows.getString(2) + " " + rows.getInt(3);
        }
    }
}
