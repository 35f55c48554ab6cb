package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.storage.Dialect;
import io.fuscia.storage.GroupCommit;
import io.fuscia.storage.RowSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Writes the rows of many executions in one transaction, in plain SQL: this is what every node costs. Each write first
 * proves with the epoch that the execution is still its writer's. Answers whether an execution is paused. Thread-safe.
 */
final class ExecutionWriter implements GroupCommit.Writer<ExecutionWrite, Boolean> {
    private static final RowSql<ExecutionRecord> EXECUTION = new RowSql<>(ExecutionRecord.class);
    private static final RowSql<IdempotencyRecord> KEY = new RowSql<>(IdempotencyRecord.class);
    private static final RowSql<TaskRecord> TASK = new RowSql<>(TaskRecord.class);
    private static final RowSql<AttemptRecord> ATTEMPT = new RowSql<>(AttemptRecord.class);

    private static final RowSql<TaskRecord>.Update UPDATE_TASK = TASK.update();
    private static final RowSql<TaskRecord>.Update UPDATE_TASK_KEEPING_INPUT =
            TASK.update("input_json", "input_digest");
    private static final RowSql<AttemptRecord>.Update UPDATE_ATTEMPT = ATTEMPT.update();
    /** By the primary key alone: with more to go by, Derby may walk, and lock, all rows of a status. */
    private static final String FENCE = "SELECT epoch, status FROM execution WHERE execution_id = ?";

    private static final Set<String> UNDER_WAY = Set.of(ExecutionStatus.RUNNING.text(), ExecutionStatus.PAUSED.text());
    private static final String END =
            "UPDATE execution SET status = ?, ended_at = ?, wake_at = NULL, active = 0, error_code = ?,"
                    + " error_message = ?, error_detail = ? WHERE execution_id = ? AND epoch = ? AND ended_at IS NULL";
    private static final String SLEEP =
            "UPDATE execution SET wake_at = ?, active = 0 WHERE execution_id = ? AND epoch = ? AND status = 'running'";
    private static final String LEFT_IN_ITERATIONS = "SELECT node_path, iteration FROM task"
            + " WHERE execution_id = ? AND iteration <> '' AND status IN ('pending', 'running')";
    private static final String CANCEL = "UPDATE task SET status = 'cancelled', ended_at = ?, retry_due_at = NULL,"
            + " error_code = ?, error_kind = ?, error_message = ?, error_detail = ?"
            + " WHERE execution_id = ? AND node_path = ? AND iteration = ?";

    private static final String UPDATE_PAIRS = "UPDATE execution_pairs SET pairs = ? WHERE execution_id = ?";
    private static final String INSERT_PAIRS = "INSERT INTO execution_pairs (pairs, execution_id) VALUES (?, ?)";

    private static final String LEFT_RUNNING =
            "SELECT node_path, iteration, number FROM attempt WHERE execution_id = ? AND status = 'running'";
    private static final String CANCEL_ATTEMPT = "UPDATE attempt SET status = 'cancelled', ended_at = ?,"
            + " error_code = 'CANCELLED', error_kind = 'caller', error_message = 'the execution ended before'"
            + " WHERE execution_id = ? AND node_path = ? AND iteration = ? AND number = ?";

    private final Supplier<Dialect> dialect;

    ExecutionWriter(Supplier<Dialect> dialect) {
        this.dialect = dialect;
    }

    @Override
    public List<Boolean> write(Connection connection, List<ExecutionWrite> writes) throws SQLException {
        accept(connection, of(ExecutionWrite.Accept.class, writes));
        List<Boolean> paused = new ArrayList<>();
        try (PreparedStatement fence =
                connection.prepareStatement(FENCE + dialect.get().sharedLock())) {
            for (ExecutionWrite write : writes) {
                paused.add(write instanceof ExecutionWrite.Progress progress && isPaused(fence, progress));
            }
        }
        end(connection, of(ExecutionWrite.End.class, writes));
        sleep(connection, of(ExecutionWrite.Sleep.class, writes));
        store(
                connection,
                writes.stream().flatMap(write -> write.tasks().stream()).toList());
        for (ExecutionWrite write : writes) {
            store(connection, write.id(), write.pairs());
        }
        cancelIterations(connection, of(ExecutionWrite.End.class, writes));
        return paused;
    }

    private static <T> List<T> of(Class<T> kind, List<ExecutionWrite> writes) {
        return writes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static void accept(Connection connection, List<ExecutionWrite.Accept> accepted) throws SQLException {
        EXECUTION.insert(
                connection, accepted.stream().map(ExecutionWrite.Accept::row).toList());
        KEY.insert(
                connection,
                accepted.stream().flatMap(accept -> accept.key().stream()).toList());
    }

    /** Holds the row until the transaction ends, so that nobody takes the execution over meanwhile. */
    private static boolean isPaused(PreparedStatement fence, ExecutionWrite.Progress progress) throws SQLException {
        fence.setString(1, progress.id().value());
        try (ResultSet row = fence.executeQuery()) {
            requireOwn(
                    row.next() && row.getLong(1) == progress.epoch() && UNDER_WAY.contains(row.getString(2)),
                    progress.id(),
                    progress.epoch());
            return row.getString(2).equals(ExecutionStatus.PAUSED.text());
        }
    }

    private static void end(Connection connection, List<ExecutionWrite.End> ends) throws SQLException {
        if (ends.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            for (ExecutionWrite.End end : ends) {
                Optional<TaskError> error = end.error();
                statement.setString(1, end.status().text());
                statement.setLong(2, end.at());
                statement.setString(3, error.map(known -> known.code().name()).orElse(null));
                statement.setString(4, error.map(ExecutionRows::message).orElse(null));
                statement.setString(5, error.map(ExecutionRows::detail).orElse(null));
                statement.setString(6, end.id().value());
                statement.setLong(7, end.epoch());
                statement.addBatch();
            }
            int[] changed = statement.executeBatch();
            for (int index = 0; index < changed.length; index++) {
                requireOwn(
                        changed[index] == 1,
                        ends.get(index).id(),
                        ends.get(index).epoch());
            }
        }
    }

    private static void sleep(Connection connection, List<ExecutionWrite.Sleep> sleepers) throws SQLException {
        if (sleepers.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(SLEEP)) {
            for (ExecutionWrite.Sleep sleep : sleepers) {
                statement.setLong(1, sleep.wakeAt());
                statement.setString(2, sleep.id().value());
                statement.setLong(3, sleep.epoch());
                requireOwn(statement.executeUpdate() == 1, sleep.id(), sleep.epoch());
            }
        }
    }

    /** @throws FusciaException {@code LEASE_LOST} if it is not */
    static void requireOwn(boolean own, ExecutionId id, long epoch) {
        if (!own) {
            throw new FusciaException(
                    ErrorCode.LEASE_LOST, "execution " + id + " ended or is run by another server: epoch " + epoch);
        }
    }

    /** Rows that are there are changed, the others inserted, all tasks before their attempts. */
    static void store(Connection connection, List<TaskRows> tasks) throws SQLException {
        Map<TaskKey, TaskRecord> newTasks = new LinkedHashMap<>();
        List<AttemptRecord> newAttempts = new ArrayList<>();
        for (TaskRows rows : tasks) {
            TaskRecord task = rows.task();
            if (!rows.taskExists() || !update(connection, task)) {
                newTasks.merge(new TaskKey(task.executionId, task.nodePath, task.iteration), task, TaskRecord::after);
            }
            if (rows.attempt().isPresent()) {
                AttemptRecord attempt = rows.attempt().get();
                if (!rows.attemptExists() || !UPDATE_ATTEMPT.run(connection, attempt)) {
                    newAttempts.add(attempt);
                }
            }
        }
        TASK.insert(connection, List.copyOf(newTasks.values()));
        ATTEMPT.insert(connection, newAttempts);
    }

    /** All pairs of an execution, if they changed. */
    static void store(Connection connection, ExecutionId id, Optional<String> pairs) throws SQLException {
        if (pairs.isPresent() && !storePairs(connection, UPDATE_PAIRS, pairs.get(), id)) {
            storePairs(connection, INSERT_PAIRS, pairs.get(), id);
        }
    }

    private static boolean storePairs(Connection connection, String sql, String pairs, ExecutionId id)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, pairs);
            statement.setString(2, id.value());
            return statement.executeUpdate() == 1;
        }
    }

    private static boolean update(Connection connection, TaskRecord row) throws SQLException {
        return (row.input == null ? UPDATE_TASK_KEEPING_INPUT : UPDATE_TASK).run(connection, row);
    }

    /** Nobody will go on with what waits in iterations of loops. */
    private static void cancelIterations(Connection connection, List<ExecutionWrite.End> ends) throws SQLException {
        for (ExecutionWrite.End end : ends) {
            if (end.inner()) {
                cancelIterations(connection, end);
                cancelAttempts(connection, end);
            }
        }
    }

    private static void cancelIterations(Connection connection, ExecutionWrite.End end) throws SQLException {
        TaskError why = whyCancelled(end);
        try (PreparedStatement select = connection.prepareStatement(LEFT_IN_ITERATIONS);
                PreparedStatement cancel = connection.prepareStatement(CANCEL)) {
            select.setString(1, end.id().value());
            try (ResultSet left = select.executeQuery()) {
                while (left.next()) {
                    cancel.setLong(1, end.at());
                    cancel.setString(2, why.code().name());
                    cancel.setString(3, why.code().kind().slug());
                    cancel.setString(4, ExecutionRows.message(why));
                    cancel.setString(5, ExecutionRows.detail(why));
                    cancel.setString(6, end.id().value());
                    cancel.setString(7, left.getString(1));
                    cancel.setString(8, left.getString(2));
                    cancel.addBatch();
                }
            }
            cancel.executeBatch();
        }
    }

    /** One that waited for a retry has had another error. */
    private static TaskError whyCancelled(ExecutionWrite.End end) {
        return end.error()
                .filter(error -> end.status() == ExecutionStatus.CANCELLED || end.status() == ExecutionStatus.TIMED_OUT)
                .orElse(new TaskError(ErrorCode.CANCELLED, "the execution ended before"));
    }

    /** Nor with attempts that called others. */
    private static void cancelAttempts(Connection connection, ExecutionWrite.End end) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LEFT_RUNNING);
                PreparedStatement cancel = connection.prepareStatement(CANCEL_ATTEMPT)) {
            select.setString(1, end.id().value());
            try (ResultSet left = select.executeQuery()) {
                while (left.next()) {
                    cancel.setLong(1, end.at());
                    cancel.setString(2, end.id().value());
                    cancel.setString(3, left.getString(1));
                    cancel.setString(4, left.getString(2));
                    cancel.setInt(5, left.getInt(3));
                    cancel.addBatch();
                }
            }
            cancel.executeBatch();
        }
    }
}
