package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.storage.Transactions;
import io.fuscia.workflow.NodePath;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Optional;

/** Reads what a restart starts from, and stores the new execution with what it takes over, in one transaction. */
final class RestartRows {
    private static final String COPIED = "node_path, iteration, node_type";
    private static final String COPY = "INSERT INTO task (execution_id, " + COPIED
            + ", status, attempts, input_digest, input_json, output_json, output_artifact, artifacts, error_kind,"
            + " error_code, error_message, error_detail, started_at, ended_at, origin_id) SELECT CAST(?1 AS"
            + " VARCHAR(36)), "
            + COPIED
            + ", status, 0, input_digest, input_json, output_json, output_artifact, artifacts, error_kind, error_code,"
            + " error_message, error_detail, started_at, ended_at, COALESCE(origin_id, execution_id) FROM task WHERE"
            + " execution_id = ?2";
    private static final String REOPEN = "INSERT INTO task (execution_id, " + COPIED
            + ", status, attempts, input_digest, input_json) SELECT CAST(?1 AS VARCHAR(36)), " + COPIED
            + ", 'pending', 0, input_digest, input_json FROM task WHERE execution_id = ?2";
    private static final String THIS = " AND node_path = ?3 AND iteration = ?4";
    private static final String BELOW = " AND (node_path = ?3 OR SUBSTR(node_path, 1, ?5) = ?6)"
            + " AND (iteration = ?4 OR SUBSTR(iteration, 1, ?7) = ?8)";

    private final Transactions transactions;
    private final String owner;

    RestartRows(Transactions transactions, String owner) {
        this.transactions = transactions;
        this.owner = owner;
    }

    /** An execution and the tasks it has rows of. */
    record Origin(ExecutionRecord execution, List<RestartPlan.Done> tasks) {}

    Optional<Origin> origin(ExecutionId id) {
        return transactions.run(entities -> Optional.ofNullable(entities.find(ExecutionRecord.class, id.value()))
                .map(row -> new Origin(row, tasks(entities, id))));
    }

    private static List<RestartPlan.Done> tasks(EntityManager entities, ExecutionId id) {
        return entities.createQuery(
                        "SELECT t.nodePath, t.iteration, t.status FROM TaskRecord t WHERE t.executionId = :id",
                        Object[].class)
                .setParameter("id", id.value())
                .getResultStream()
                .map(row -> new RestartPlan.Done(
                        NodePath.parse((String) row[0]), Iteration.parse((String) row[1]), TaskStatus.parse((String)
                                row[2])))
                .toList();
    }

    /**
     * Stores a restart, unless retention has just removed what it is of.
     *
     * @param onlyFirst not if there is a restart already
     * @throws FusciaException {@code EXECUTION_NOT_FOUND}; {@code ILLEGAL_TRANSITION} if there is a restart already;
     *     {@link io.fuscia.storage.RefusedByDatabase} duplicate, if the key was used
     */
    void insert(
            ExecutionRecord row,
            ExecutionId origin,
            List<RestartPlan.Copy> copies,
            Optional<ExecutionStore.StartKey> key,
            boolean onlyFirst) {
        row.owner = owner;
        row.epoch = 1;
        row.originId = origin.value();
        transactions.run(entities -> {
            if (!lock(entities, origin)) {
                throw new FusciaException(ErrorCode.EXECUTION_NOT_FOUND, "there is no execution " + origin);
            }
            if (onlyFirst && isRestarted(entities, origin)) {
                throw new FusciaException(
                        ErrorCode.ILLEGAL_TRANSITION, "execution " + origin + " was restarted meanwhile");
            }
            entities.persist(row);
            entities.flush();
            key.ifPresent(used -> entities.persist(ExecutionStore.keyRow(row, used)));
            entities.createNativeQuery("INSERT INTO execution_restart (origin_id, execution_id) VALUES (?1, ?2)")
                    .setParameter(1, origin.value())
                    .setParameter(2, row.id)
                    .executeUpdate();
            if (!copies.isEmpty()) {
                entities.createNativeQuery("INSERT INTO execution_pairs (execution_id, pairs)"
                                + " SELECT CAST(?1 AS VARCHAR(36)), pairs FROM execution_pairs WHERE execution_id = ?2")
                        .setParameter(1, row.id)
                        .setParameter(2, origin.value())
                        .executeUpdate();
            }
            copies.forEach(copy -> insert(entities, row.id, origin.value(), copy));
            return null;
        });
    }

    /**
     * Lets no one else restart or remove an execution that is over until the transaction ends: an update that changes
     * nothing, which both databases take as a lock on the row.
     *
     * @return whether there is one
     */
    static boolean lock(EntityManager entities, ExecutionId over) {
        return entities.createNativeQuery("UPDATE execution SET stored_bytes = stored_bytes WHERE execution_id = ?1"
                                + " AND ended_at IS NOT NULL")
                        .setParameter(1, over.value())
                        .executeUpdate()
                == 1;
    }

    static boolean isRestarted(EntityManager entities, ExecutionId id) {
        return !entities.createNativeQuery("SELECT execution_id FROM execution_restart WHERE origin_id = ?1")
                .setParameter(1, id.value())
                .getResultList()
                .isEmpty();
    }

    private static void insert(EntityManager entities, String id, String origin, RestartPlan.Copy copy) {
        if (copy instanceof RestartPlan.One one) {
            query(entities, COPY + THIS, id, origin, one.node(), one.iteration())
                    .executeUpdate();
        } else if (copy instanceof RestartPlan.Reopened reopened) {
            query(entities, REOPEN + THIS, id, origin, reopened.loop(), reopened.iteration())
                    .executeUpdate();
        } else if (copy instanceof RestartPlan.Whole whole) {
            String path = whole.loop() + "/";
            String inside = whole.iteration().equals(Iteration.NONE) ? "" : whole.iteration() + "/";
            query(entities, COPY + BELOW, id, origin, whole.loop(), whole.iteration())
                    .setParameter(5, path.length())
                    .setParameter(6, path)
                    .setParameter(7, inside.length())
                    .setParameter(8, inside)
                    .executeUpdate();
        }
    }

    private static Query query(
            EntityManager entities, String sql, String id, String origin, NodePath node, Iteration iteration) {
        return entities.createNativeQuery(sql)
                .setParameter(1, id)
                .setParameter(2, origin)
                .setParameter(3, node.toString())
                .setParameter(4, iteration.toString());
    }

    /** Ids of executions that are over this way and have not been restarted, oldest first. */
    List<ExecutionId> notRestarted(RestartFilter filter, int limit) {
        StringBuilder sql = new StringBuilder("SELECT e.execution_id FROM execution e WHERE e.status = ?1"
                + " AND NOT EXISTS (SELECT 1 FROM execution_restart r WHERE r.origin_id = e.execution_id)");
        filter.workflow().ifPresent(given -> sql.append(" AND e.workflow_id = ?2"));
        filter.errorCode().ifPresent(given -> sql.append(" AND e.error_code = ?3"));
        filter.from().ifPresent(given -> sql.append(" AND e.created_at >= ?4"));
        filter.until().ifPresent(given -> sql.append(" AND e.created_at < ?5"));
        sql.append(" ORDER BY e.execution_id");
        return transactions.run(entities -> {
            Query query = entities.createNativeQuery(sql.toString())
                    .setParameter(1, filter.status().text());
            filter.workflow().ifPresent(given -> query.setParameter(2, given.value()));
            filter.errorCode().ifPresent(given -> query.setParameter(3, given.name()));
            filter.from().ifPresent(given -> query.setParameter(4, given.toEpochMilli()));
            filter.until().ifPresent(given -> query.setParameter(5, given.toEpochMilli()));
            List<?> ids = query.setMaxResults(limit).getResultList();
            return ids.stream().map(id -> new ExecutionId((String) id)).toList();
        });
    }
}
