package io.fuscia.execution;

import io.fuscia.artifact.ArtifactId;
import io.fuscia.storage.Transactions;
import io.fuscia.workflow.WorkflowId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rows behind {@link Retention}. Thread-safe. */
final class RetentionRows {
    /** What is counted of an execution; each gives a number, no number or no row. */
    private static final List<String> SIZES = List.of(
            "SELECT 300 + LENGTH(payload) FROM execution WHERE execution_id = ?",
            "SELECT LENGTH(pairs) FROM execution_pairs WHERE execution_id = ?",
            "SELECT SUM(200 + COALESCE(LENGTH(input_json), 0) + COALESCE(LENGTH(output_json), 0)"
                    + " + COALESCE(LENGTH(artifacts), 0) + COALESCE(LENGTH(error_message), 0)"
                    + " + COALESCE(LENGTH(error_detail), 0)) FROM task WHERE execution_id = ?",
            "SELECT SUM(150 + COALESCE(LENGTH(error_message), 0) + COALESCE(LENGTH(error_detail), 0)"
                    + " + COALESCE(LENGTH(log), 0)) FROM attempt WHERE execution_id = ?",
            "SELECT SUM(200 + byte_count) FROM artifact WHERE execution_id = ?");

    private final Transactions transactions;

    RetentionRows(Transactions transactions) {
        this.transactions = transactions;
    }

    /** An execution that may go. */
    record Candidate(ExecutionId id, WorkflowId workflow, long endedAt, long bytes) {}

    /**
     * Measures executions that ended since, in the order of their ids.
     *
     * @param after only those after this one, so that all together are one way through the table
     * @return the last one; empty if there are fewer than the limit
     */
    Optional<ExecutionId> measure(Optional<ExecutionId> after, int limit) {
        // In plain SQL: there may be hundreds of thousands, on a server that has other work.
        return transactions.runSql(connection -> {
            List<String> ids =
                    unmeasured(connection, after.map(ExecutionId::value).orElse(""), limit);
            long[] bytes = new long[ids.size()];
            for (String sql : SIZES) {
                add(connection, sql, ids, bytes);
            }
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE execution SET stored_bytes = ? WHERE execution_id = ?")) {
                for (int at = 0; at < bytes.length; at++) {
                    update.setLong(1, bytes[at]);
                    update.setString(2, ids.get(at));
                    update.addBatch();
                }
                update.executeBatch();
            }
            return ids.size() < limit ? Optional.empty() : Optional.of(new ExecutionId(ids.get(ids.size() - 1)));
        });
    }

    private static List<String> unmeasured(Connection connection, String after, int limit) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT execution_id FROM execution"
                + " WHERE execution_id > ? AND stored_bytes IS NULL AND ended_at IS NOT NULL"
                + " ORDER BY execution_id FETCH FIRST " + limit + " ROWS ONLY")) {
            select.setString(1, after);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
        }
        return ids;
    }

    private static void add(Connection connection, String sql, List<String> ids, long[] bytes) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int at = 0; at < bytes.length; at++) {
                select.setString(1, ids.get(at));
                try (ResultSet size = select.executeQuery()) {
                    if (size.next()) {
                        bytes[at] += size.getLong(1);
                    }
                }
            }
        }
    }

    List<StorageUse> use() {
        Map<WorkflowId, RetentionPolicy> policies = policies();
        return transactions.run(entities -> {
            List<?> rows = entities.createNativeQuery("SELECT workflow_id, COUNT(*), SUM(stored_bytes) FROM execution"
                            + " WHERE ended_at IS NOT NULL GROUP BY workflow_id ORDER BY workflow_id")
                    .getResultList();
            List<StorageUse> all = new ArrayList<>();
            for (Object found : rows) {
                Object[] row = (Object[]) found;
                WorkflowId id = new WorkflowId((String) row[0]);
                all.add(new StorageUse(
                        id, number(row[1]), number(row[2]), policies.getOrDefault(id, RetentionPolicy.EVERYTHING)));
            }
            return all;
        });
    }

    Map<WorkflowId, RetentionPolicy> policies() {
        return transactions.run(entities -> {
            List<?> rows = entities.createNativeQuery(
                            "SELECT workflow_id, max_age_ms, max_count, max_bytes FROM workflow_retention")
                    .getResultList();
            Map<WorkflowId, RetentionPolicy> policies =
                    new TreeMap<>(java.util.Comparator.comparing(WorkflowId::value));
            for (Object found : rows) {
                Object[] row = (Object[]) found;
                policies.put(
                        new WorkflowId((String) row[0]),
                        new RetentionPolicy(
                                optional(row[1]).map(Duration::ofMillis), optional(row[2]), optional(row[3])));
            }
            return policies;
        });
    }

    /** Whether there is or was such a workflow. */
    boolean isKnown(WorkflowId workflow) {
        return transactions.run(
                entities -> !entities.createNativeQuery("SELECT workflow_id FROM workflow WHERE workflow_id = ?1")
                        .setParameter(1, workflow.value())
                        .getResultList()
                        .isEmpty());
    }

    void set(WorkflowId workflow, RetentionPolicy policy) {
        transactions.run(entities -> {
            entities.createNativeQuery("DELETE FROM workflow_retention WHERE workflow_id = ?1")
                    .setParameter(1, workflow.value())
                    .executeUpdate();
            if (!policy.equals(RetentionPolicy.EVERYTHING)) {
                entities.createNativeQuery("INSERT INTO workflow_retention (workflow_id, max_age_ms, max_count,"
                                + " max_bytes) VALUES (?1, CAST(?2 AS BIGINT), CAST(?3 AS BIGINT), CAST(?4 AS BIGINT))")
                        .setParameter(1, workflow.value())
                        .setParameter(2, policy.age().map(Duration::toMillis).orElse(null))
                        .setParameter(3, policy.count().orElse(null))
                        .setParameter(4, policy.bytes().orElse(null))
                        .executeUpdate();
            }
            return null;
        });
    }

    /**
     * The oldest executions that are over and that nothing needs any more: no restart of them, and no idempotency key,
     * which would start again what it had started.
     *
     * @param after only younger ones than this
     */
    List<Candidate> oldest(Optional<WorkflowId> workflow, Optional<ExecutionId> after, int limit) {
        StringBuilder sql = new StringBuilder("SELECT e.execution_id, e.workflow_id, e.ended_at, e.stored_bytes"
                + " FROM execution e WHERE e.ended_at IS NOT NULL"
                + " AND NOT EXISTS (SELECT 1 FROM execution_restart r WHERE r.origin_id = e.execution_id)"
                + " AND NOT EXISTS (SELECT 1 FROM idempotency_key k WHERE k.execution_id = e.execution_id)");
        workflow.ifPresent(given -> sql.append(" AND e.workflow_id = ?1"));
        after.ifPresent(given -> sql.append(" AND e.execution_id > ?2"));
        sql.append(" ORDER BY e.execution_id");
        return transactions.run(entities -> {
            Query query = entities.createNativeQuery(sql.toString());
            workflow.ifPresent(given -> query.setParameter(1, given.value()));
            after.ifPresent(given -> query.setParameter(2, given.value()));
            List<Candidate> found = new ArrayList<>();
            for (Object one : query.setMaxResults(limit).getResultList()) {
                Object[] row = (Object[]) one;
                found.add(new Candidate(
                        new ExecutionId((String) row[0]),
                        new WorkflowId((String) row[1]),
                        number(row[2]),
                        number(row[3])));
            }
            return found;
        });
    }

    /**
     * Deletes executions with all their rows, if they are still over and no restart of them was made meanwhile.
     *
     * @return those that are gone, with the artifacts that had rows; their files are there still
     */
    Map<ExecutionId, List<ArtifactId>> delete(List<ExecutionId> ids) {
        return transactions.run(entities -> {
            Map<ExecutionId, List<ArtifactId>> gone = new LinkedHashMap<>();
            ids.stream()
                    .filter(id -> RestartRows.lock(entities, id) && !RestartRows.isRestarted(entities, id))
                    .forEach(id -> gone.put(id, delete(entities, id)));
            return gone;
        });
    }

    private static List<ArtifactId> delete(EntityManager entities, ExecutionId id) {
        List<?> artifacts = entities.createNativeQuery("SELECT id FROM artifact WHERE execution_id = ?1")
                .setParameter(1, id.value())
                .getResultList();
        List.of(
                        "DELETE FROM artifact WHERE execution_id = ?1",
                        "DELETE FROM execution_restart WHERE execution_id = ?1",
                        "DELETE FROM execution WHERE execution_id = ?1")
                .forEach(sql -> entities.createNativeQuery(sql)
                        .setParameter(1, id.value())
                        .executeUpdate());
        return artifacts.stream().map(found -> new ArtifactId((String) found)).toList();
    }

    private static long number(Object value) {
        return value == null ? 0 : ((Number) value).longValue();
    }

    private static Optional<Long> optional(Object value) {
        return Optional.ofNullable(value).map(RetentionRows::number);
    }
}
