package io.fuscia.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.artifact.ArtifactLimits;
import io.fuscia.artifact.ArtifactReference;
import io.fuscia.artifact.Artifacts;
import io.fuscia.artifact.DataDirectory;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.storage.DatabaseSpace;
import io.fuscia.storage.Dialect;
import io.fuscia.storage.TestDatabase;
import io.fuscia.workflow.WorkflowId;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

    @TempDir
    private Path directory;

    private final TestDatabase database = new TestDatabase();
    private final List<ExecutionId> forgotten = new ArrayList<>();

    @AfterEach
    void close() {
        database.close();
    }

    private Artifacts artifacts() {
        return new Artifacts(database, new DataDirectory(directory), ArtifactLimits.DEFAULT, Clock.systemUTC());
    }

    private Retention retention(RetentionPolicy forAll) {
        return new Retention(
                new RetentionRows(database),
                forAll,
                artifacts(),
                new DatabaseSpace(database::connect),
                forgotten::add,
                () -> NOW);
    }

    private static RetentionPolicy policy(Duration age, Long count, Long bytes) {
        return new RetentionPolicy(Optional.ofNullable(age), Optional.ofNullable(count), Optional.ofNullable(bytes));
    }

    @Test
    void removesWhatEndedTooLongAgoWithItsTasksAndArtifacts() throws Exception {
        ExecutionId old = execution("w", Duration.ofDays(31), "failed", 10);
        ExecutionId young = execution("w", Duration.ofDays(29), "succeeded", 10);
        ExecutionId running = execution("w", Duration.ofDays(40), "running", 10);
        ArtifactReference gone = artifact(old);
        ArtifactReference stays = artifact(young);

        Pruned pruned = retention(policy(Duration.ofDays(30), null, null)).prune(false);

        assertThat(pruned.executions()).containsExactly(java.util.Map.entry(new WorkflowId("w"), 1L));
        assertThat(ids()).containsExactlyInAnyOrder(young, running);
        assertThat(count("task WHERE execution_id = '" + old + "'")).isZero();
        assertThat(artifacts().find(gone.id())).isEmpty();
        assertThat(artifacts().find(stays.id())).isPresent();
        assertThat(filesBelow(directory)).isEqualTo(1);
        assertThat(forgotten).containsExactly(old);
    }

    @Test
    void removesTheOldestWhenThereAreTooMany() throws Exception {
        List<ExecutionId> all = new ArrayList<>();
        for (int day = 9; day > 0; day--) {
            all.add(execution("w", Duration.ofDays(day), "succeeded", 10));
        }

        retention(policy(null, 4L, null)).prune(false);

        assertThat(ids()).containsExactlyInAnyOrderElementsOf(all.subList(5, 9));
    }

    @Test
    void removesTheOldestWhenTheyTakeTooMuch() throws Exception {
        List<ExecutionId> all = new ArrayList<>();
        for (int day = 6; day > 0; day--) {
            all.add(execution("w", Duration.ofDays(day), "succeeded", 100_000));
        }
        ExecutionId withArtifact = all.get(5);
        artifact(withArtifact);

        retention(policy(null, null, 260_000L)).prune(false);

        assertThat(ids()).containsExactlyInAnyOrderElementsOf(all.subList(4, 6));
    }

    @Test
    void appliesToAWorkflowWhatWasSetForItAlone() throws Exception {
        ExecutionId first = execution("mine", Duration.ofDays(2), "succeeded", 10);
        ExecutionId second = execution("mine", Duration.ofDays(1), "succeeded", 10);
        ExecutionId other = execution("other", Duration.ofDays(3), "succeeded", 10);
        sql("INSERT INTO workflow (workflow_id, name, current_number, latest_number, created_at, updated_at)"
                + " VALUES ('mine', 'Mine', 1, 1, 1, 1)");
        Retention retention = retention(RetentionPolicy.EVERYTHING);
        retention.set(new WorkflowId("mine"), policy(null, 1L, null));

        retention.prune(false);

        assertThat(ids()).containsExactlyInAnyOrder(second, other).doesNotContain(first);
        assertThat(retention.of(new WorkflowId("mine")).count()).contains(1L);
        retention.set(new WorkflowId("mine"), RetentionPolicy.EVERYTHING);
        assertThat(retention.of(new WorkflowId("mine"))).isEqualTo(RetentionPolicy.EVERYTHING);
    }

    @Test
    void refusesLimitsForAWorkflowThatThereNeverWas() {
        Retention retention = retention(RetentionPolicy.EVERYTHING);

        assertThatThrownBy(() -> retention.set(new WorkflowId("nobody"), policy(null, 1L, null)))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WORKFLOW_NOT_FOUND))
                .hasMessage("there is no workflow 'nobody'");
        assertThatThrownBy(() -> retention.of(new WorkflowId("nobody"))).hasMessage("there is no workflow 'nobody'");
    }

    @Test
    void aDryRunRemovesNothingAndSaysTheSame() throws Exception {
        for (int day = 5; day > 0; day--) {
            execution("w", Duration.ofDays(day), "succeeded", 10);
        }
        Retention retention = retention(policy(null, 2L, null));

        Pruned would = retention.prune(true);
        assertThat(ids()).hasSize(5);
        Pruned did = retention.prune(false);

        assertThat(would).isEqualTo(did);
        assertThat(ids()).hasSize(2);
    }

    @Test
    void keepsWhatAKeyOrARestartStillNeeds() throws Exception {
        ExecutionId keyed = execution("w", Duration.ofDays(9), "succeeded", 10);
        sql("INSERT INTO idempotency_key VALUES ('s', 'k', 'd', '" + keyed + "', 1)");
        ExecutionId origin = execution("w", Duration.ofDays(8), "failed", 10);
        ExecutionId restart = execution("w", Duration.ofDays(7), "succeeded", 10);
        sql("INSERT INTO execution_restart VALUES ('" + origin + "', '" + restart + "')");
        Retention retention = retention(policy(null, 0L, null));

        retention.prune(false);
        assertThat(ids()).containsExactlyInAnyOrder(keyed, origin);
        sql("DELETE FROM idempotency_key");
        retention.prune(false);
        assertThat(ids()).isEmpty();
    }

    @Test
    void leavesAllOfWhatWasRestartedSinceItWasChosen() throws Exception {
        ExecutionId chosen = execution("w", Duration.ofDays(9), "failed", 10);
        ExecutionId gone = execution("w", Duration.ofDays(8), "failed", 10);
        ArtifactReference stays = artifact(chosen);
        ArtifactReference goes = artifact(gone);
        ExecutionId restart = execution("w", Duration.ofDays(1), "running", 10);
        sql("INSERT INTO execution_restart VALUES ('" + chosen + "', '" + restart + "')");

        assertThat(new RetentionRows(database).delete(List.of(chosen, gone)))
                .containsExactly(java.util.Map.entry(gone, List.of(goes.id())));

        assertThat(ids()).containsExactlyInAnyOrder(chosen, restart);
        assertThat(artifacts().read(stays.id()).readAllBytes()).hasSize(50_000);
        assertThat(artifacts().find(goes.id())).isEmpty();
        assertThat(count("execution_restart")).isOne();
    }

    @Test
    void reportsWhatEachWorkflowTakes() throws Exception {
        ExecutionId one = execution("a", Duration.ofDays(1), "succeeded", 1_000);
        artifact(one);
        execution("b", Duration.ofDays(1), "succeeded", 5_000);
        execution("b", Duration.ofDays(1), "running", 5_000);

        List<StorageUse> uses = retention(RetentionPolicy.EVERYTHING).use();

        assertThat(uses).extracting(StorageUse::workflow).containsExactly(new WorkflowId("a"), new WorkflowId("b"));
        assertThat(uses).extracting(StorageUse::executions).containsExactly(1L, 1L);
        assertThat(uses.get(0).bytes()).isBetween(1_000L + 50_000, 1_000L + 50_000 + 2_000);
        assertThat(uses.get(1).bytes()).isBetween(5_000L, 7_000L);
    }

    @Test
    void givesTheSpaceOfDerbyBack() throws Exception {
        Assumptions.assumeTrue(database.dialect() == Dialect.DERBY);
        for (int i = 0; i < 60; i++) {
            execution("w", Duration.ofDays(60), "succeeded", 100_000);
        }
        DatabaseSpace space = new DatabaseSpace(database::connect);
        long full = space.used();
        Retention retention = retention(policy(Duration.ofDays(30), null, null));

        retention.prune(false);
        long given = retention.compact();

        assertThat(ids()).isEmpty();
        assertThat(full).isGreaterThan(6_000_000);
        assertThat(space.used()).isLessThan(full / 10);
        assertThat(given).isGreaterThan(full / 2);
    }

    @Test
    void removesFilesThatBelongToNothing() throws Exception {
        ExecutionId id = execution("w", Duration.ofDays(1), "succeeded", 10);
        ArtifactReference artifact = artifact(id);
        Path shard;
        try (Stream<Path> all = Files.walk(directory)) {
            shard = all.filter(Files::isRegularFile).findFirst().orElseThrow().getParent();
        }
        Path torn = Files.writeString(shard.resolve(".partial-123"), "half of some");
        Path orphan = Files.writeString(shard.resolve(UUID.randomUUID().toString()), "no row");

        Artifacts artifacts = artifacts();
        assertThat(artifacts.sweep(Duration.ofHours(1)))
                .as("they may still be written")
                .isZero();
        assertThat(artifacts.sweep(Duration.ofHours(-1))).isEqualTo(2);

        assertThat(torn).doesNotExist();
        assertThat(orphan).doesNotExist();
        assertThat(artifacts.read(artifact.id()).readAllBytes()).hasSize(50_000);
    }

    @Test
    void refusesAnArtifactWhoseLastWriteWasTorn() throws Exception {
        ArtifactReference artifact = artifact(execution("w", Duration.ofDays(1), "succeeded", 10));
        try (Stream<Path> all = Files.walk(directory)) {
            Path file = all.filter(Files::isRegularFile).findFirst().orElseThrow();
            Files.write(file, new byte[20_000]);
        }

        assertThatThrownBy(() -> artifacts().read(artifact.id()))
                .isInstanceOf(FusciaException.class)
                .hasMessageContaining("damaged: it has 20000 of 50000 bytes");
    }

    private ArtifactReference artifact(ExecutionId id) {
        return artifacts()
                .write(id.value(), "n", "application/octet-stream", new ByteArrayInputStream(new byte[50_000]));
    }

    private ExecutionId execution(String workflow, Duration ago, String status, int bytes) throws SQLException {
        long at = NOW.minus(ago).toEpochMilli();
        String hex = String.format("%012x", at);
        ExecutionId id = new ExecutionId(hex.substring(0, 8) + "-" + hex.substring(8) + "-7"
                + UUID.randomUUID().toString().substring(15));
        boolean over = !status.equals("running");
        try (Connection connection = database.connect()) {
            PreparedStatement row = connection.prepareStatement("INSERT INTO execution (execution_id, workflow_id,"
                    + " workflow_version, workflow_digest, trigger_node, status, payload, created_at, started_at,"
                    + " ended_at, owner, epoch, error_code) VALUES (?, ?, 1, 'd', 't', ?, '{}', ?, ?, ?, 'me', 1,"
                    + " 'INTERNAL')");
            row.setString(1, id.value());
            row.setString(2, workflow);
            row.setString(3, status);
            row.setLong(4, at);
            row.setLong(5, at);
            row.setObject(6, over ? at : null, java.sql.Types.BIGINT);
            row.executeUpdate();
            PreparedStatement task = connection.prepareStatement("INSERT INTO task (execution_id, node_path, iteration,"
                    + " node_type, status, attempts, output_json, ended_at) VALUES (?, 'a', '', 'http', 'succeeded', 0,"
                    + " ?, 5)");
            task.setString(1, id.value());
            task.setString(2, "x".repeat(bytes));
            task.executeUpdate();
        }
        return id;
    }

    private List<ExecutionId> ids() throws SQLException {
        List<ExecutionId> ids = new ArrayList<>();
        try (Connection connection = database.connect();
                ResultSet rows = connection.createStatement().executeQuery("SELECT execution_id FROM execution")) {
            while (rows.next()) {
                ids.add(new ExecutionId(rows.getString(1)));
            }
        }
        return ids;
    }

    private long count(String what) throws SQLException {
        try (Connection connection = database.connect();
                ResultSet rows = connection.createStatement().executeQuery("SELECT COUNT(*) FROM " + what)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static long filesBelow(Path directory) throws Exception {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.createStatement().executeUpdate(statement);
        }
    }
}
