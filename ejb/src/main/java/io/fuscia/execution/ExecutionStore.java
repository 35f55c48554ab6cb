package io.fuscia.execution;

import io.fuscia.artifact.Digest;
import io.fuscia.host.KeyValueScopes;
import io.fuscia.storage.Dialect;
import io.fuscia.storage.GroupCommit;
import io.fuscia.storage.Transactions;
import io.fuscia.workflow.NodePath;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The rows of executions: every change is whole or not at all, in one short transaction that it may share with the changes
 * of others, and made only if the row is still what its writer thinks it is. Who runs an execution proves it with the epoch it got from {@link #insert} or {@link #claim}; a change with
 * another epoch fails with {@code LEASE_LOST} and writes nothing. Thread-safe.
 */
final class ExecutionStore {
    private static final int ITERATIONS_AT_ONCE = 500;
    /** In one transaction: far from the 5,000 locks for which Derby would lock a whole table. */
    private static final int MOST_ROWS = 1_000;
    /** While one group waits for the disk, another is put together. */
    private static final int GROUPS_AT_ONCE = 2;
    /** In one query. */
    private static final int MOST_IDS = 200;

    private final Transactions transactions;
    private final ExecutionWriter writer;
    private final GroupCommit<ExecutionWrite, Boolean> writes;
    private final LargeOutputs outputs;
    private final KeyValueScopes pairs;
    private final String owner;
    private final InstantSource clock;

    /**
     * @param dialect asked at the first write
     * @param owner this server's name in leases
     */
    ExecutionStore(
            Transactions transactions,
            Supplier<Dialect> dialect,
            LargeOutputs outputs,
            KeyValueScopes pairs,
            String owner,
            InstantSource clock) {
        this.pairs = pairs;
        this.transactions = transactions;
        this.writer = new ExecutionWriter(dialect);
        this.writes = new GroupCommit<>(transactions, writer, ExecutionWrite::rows, MOST_ROWS, GROUPS_AT_ONCE);
        this.outputs = outputs;
        this.owner = owner;
        this.clock = clock;
    }

    long now() {
        return clock.millis();
    }

    /** The caller's key for a start, with the digest of what it asked for. */
    record StartKey(String scope, String key, Digest request) {}

    /** @throws io.fuscia.storage.RefusedByDatabase duplicate, if the key was used */
    void insert(ExecutionRecord row, Optional<StartKey> key) {
        row.owner = owner;
        row.epoch = 1;
        writes.write(new ExecutionWrite.Accept(row, key.map(used -> keyRow(row, used))));
    }

    static IdempotencyRecord keyRow(ExecutionRecord row, StartKey used) {
        IdempotencyRecord record = new IdempotencyRecord();
        record.scope = used.scope();
        record.key = used.key();
        record.requestDigest = used.request().value();
        record.executionId = row.id;
        record.createdAt = row.createdAt;
        return record;
    }

    /** What a key started, with the digest of the request that did. */
    record KeyUse(Execution execution, Digest request) {}

    Optional<KeyUse> use(String scope, String key) {
        return transactions.run(
                entities -> Optional.ofNullable(entities.find(IdempotencyRecord.class, new IdempotencyKey(scope, key)))
                        .map(row -> new KeyUse(
                                ExecutionRows.execution(entities.find(ExecutionRecord.class, row.executionId)),
                                new Digest(row.requestDigest))));
    }

    int forgetKeysBefore(long time) {
        return transactions.run(
                entities -> entities.createQuery("DELETE FROM IdempotencyRecord k WHERE k.createdAt < :time")
                        .setParameter("time", time)
                        .executeUpdate());
    }

    /**
     * Takes a pending execution of this server to run it: it is running then.
     *
     * @return empty if it is not pending any more
     */
    Optional<Claim> claim(ExecutionId id) {
        return transactions.run(entities -> {
            ExecutionRecord row = entities.find(ExecutionRecord.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
            if (row == null || !row.status.equals(ExecutionStatus.PENDING.text()) || !row.owner.equals(owner)) {
                return Optional.<Claim>empty();
            }
            boolean interrupted = row.active != 0;
            row.start(now());
            row.epoch++;
            return Optional.of(new Claim(row.epoch, interrupted, interruptAttempts(entities, id, now())));
        });
    }

    /**
     * An execution that is to run here now.
     *
     * @param interrupted whether a server ended without a word while it ran
     * @param attempts tasks of which an attempt was on record as running then
     */
    record Claim(long epoch, boolean interrupted, Set<TaskKey> attempts) {}

    /** What an attempt was when its server ended: it will be made again, with a new number. */
    private static Set<TaskKey> interruptAttempts(EntityManager entities, ExecutionId id, long now) {
        // A call of another workflow goes on in an execution of its own.
        List<AttemptRecord> running = entities.createQuery(
                        "SELECT a FROM AttemptRecord a, TaskRecord t WHERE a.executionId = :id AND a.status = 'running'"
                                + " AND t.executionId = a.executionId AND t.nodePath = a.nodePath"
                                + " AND t.iteration = a.iteration AND t.nodeType <> 'workflow'",
                        AttemptRecord.class)
                .setParameter("id", id.value())
                .getResultList();
        running.forEach(attempt -> attempt.interrupt(now));
        // Changed by their keys: an update that looks for them may hold the rows of others.
        entities.createQuery(
                        "SELECT t FROM TaskRecord t WHERE t.executionId = :id AND t.status = 'running'"
                                + " AND t.nodeType <> 'workflow'",
                        TaskRecord.class)
                .setParameter("id", id.value())
                .getResultList()
                .forEach(task -> task.status = TaskStatus.PENDING.text());
        return running.stream()
                .map(attempt -> new TaskKey(attempt.executionId, attempt.nodePath, attempt.iteration))
                .collect(Collectors.toSet());
    }

    /**
     * An execution as it is stored, with the tasks of its outermost graph.
     *
     * @param failures how many attempts failed, of tasks that wait for a retry
     * @param failedInside whether any task of an iteration failed, or a called workflow completed with errors
     * @param parent the task that started it; empty if it was started from outside
     */
    record Stored(
            ExecutionRecord execution,
            List<TaskRecord> tasks,
            Map<String, Integer> failures,
            boolean failedInside,
            Optional<ParentTask> parent) {}

    Optional<Stored> load(ExecutionId id) {
        Optional<Stored> loaded = transactions.run(entities -> {
            ExecutionRecord row = entities.find(ExecutionRecord.class, id.value());
            if (row == null) {
                return Optional.<Stored>empty();
            }
            List<TaskRecord> tasks = entities.createQuery(
                            "SELECT t FROM TaskRecord t WHERE t.executionId = :id AND t.iteration = ''",
                            TaskRecord.class)
                    .setParameter("id", id.value())
                    .getResultList();
            boolean loops = tasks.stream().anyMatch(task -> task.nodeType.equals("loop"));
            boolean failedInLoops = loops
                    && entities.createQuery(
                                            "SELECT COUNT(t) FROM TaskRecord t WHERE t.executionId = :id"
                                                    + " AND t.iteration <> '' AND t.status IN ('failed', 'timed_out')",
                                            Long.class)
                                    .setParameter("id", id.value())
                                    .getSingleResult()
                            > 0;
            boolean calls = loops || tasks.stream().anyMatch(task -> task.nodeType.equals("workflow"));
            return Optional.of(new Stored(
                    row,
                    tasks,
                    failures(entities, id, Iteration.NONE, tasks),
                    failedInLoops || (calls && SubExecutions.hadErrors(entities, id)),
                    Optional.ofNullable(
                            SubExecutions.parents(entities, List.of(id)).get(id))));
        });
        loaded.ifPresent(stored -> stored.tasks().forEach(outputs::fetch));
        return loaded;
    }

    private static Map<String, Integer> failures(
            EntityManager entities, ExecutionId id, Iteration iteration, List<TaskRecord> tasks) {
        Map<String, Integer> failures = new HashMap<>();
        if (tasks.stream().anyMatch(task -> !TaskStatus.parse(task.status).isTerminal())) {
            entities.createQuery(
                            "SELECT a FROM AttemptRecord a WHERE a.executionId = :id AND a.iteration = :iteration"
                                    + " AND a.status IN ('failed', 'timed_out')",
                            AttemptRecord.class)
                    .setParameter("id", id.value())
                    .setParameter("iteration", iteration.toString())
                    .getResultList()
                    .forEach(attempt -> failures.merge(attempt.nodePath, 1, Integer::sum));
        }
        return failures;
    }

    /** What one iteration of a loop has come to. */
    record StoredIteration(List<TaskRecord> tasks, Map<String, Integer> failures) {}

    /** The tasks of a loop's body for one item. */
    StoredIteration iteration(ExecutionId id, NodePath loop, Iteration iteration) {
        StoredIteration loaded = transactions.run(entities -> {
            List<TaskRecord> tasks = entities.createQuery(
                            "SELECT t FROM TaskRecord t WHERE t.executionId = :id AND t.iteration = :iteration",
                            TaskRecord.class)
                    .setParameter("id", id.value())
                    .setParameter("iteration", iteration.toString())
                    .getResultStream()
                    .filter(task -> isIn(NodePath.parse(task.nodePath), loop))
                    .toList();
            return new StoredIteration(tasks, failures(entities, id, iteration, tasks));
        });
        loaded.tasks().forEach(outputs::fetch);
        return loaded;
    }

    private static boolean isIn(NodePath node, NodePath loop) {
        int depth = loop.ids().size();
        return node.ids().size() == depth + 1 && node.ids().subList(0, depth).equals(loop.ids());
    }

    /**
     * Goes through the iterations of a loop that are over, of which each has one row of the loop's own path; some
     * hundred at a time, in no particular order.
     *
     * @param each is given the index and how the iteration ended
     */
    void iterations(ExecutionId id, NodePath loop, Iteration around, BiConsumer<Integer, NodeEnd> each) {
        String prefix = around.equals(Iteration.NONE) ? "" : around + "/";
        int depth = around.indices().size();
        String last = prefix;
        List<TaskRecord> page;
        do {
            page = iterationsAfter(id, loop, prefix, last);
            for (TaskRecord row : page) {
                List<Integer> indices = Iteration.parse(row.iteration).indices();
                if (indices.size() == depth + 1) {
                    each.accept(indices.get(depth), ExecutionRows.result(row));
                }
                last = row.iteration;
            }
        } while (page.size() == ITERATIONS_AT_ONCE);
    }

    private List<TaskRecord> iterationsAfter(ExecutionId id, NodePath loop, String prefix, String last) {
        List<TaskRecord> page = transactions.run(entities -> entities.createQuery(
                        "SELECT t FROM TaskRecord t WHERE t.executionId = :id AND t.nodePath = :loop"
                                + " AND t.iteration > :last AND t.iteration LIKE :prefix ORDER BY t.iteration",
                        TaskRecord.class)
                .setParameter("id", id.value())
                .setParameter("loop", loop.toString())
                .setParameter("last", last)
                .setParameter("prefix", prefix + "%")
                .setMaxResults(ITERATIONS_AT_ONCE)
                .getResultList());
        page.forEach(outputs::fetch);
        return page;
    }

    /**
     * Stores tasks while the execution runs or is paused.
     *
     * @return whether it is paused
     */
    boolean write(ExecutionId id, long epoch, List<TaskWrite> tasks) {
        List<TaskRows> rows = rows(id, tasks);
        return pairs.storing(
                id.value(), changed -> writes.write(new ExecutionWrite.Progress(id, epoch, rows, changed)));
    }

    /** On the caller's thread: whoever writes for others should have little to do. */
    private List<TaskRows> rows(ExecutionId id, List<TaskWrite> tasks) {
        List<TaskRows> rows = tasks.stream().map(task -> TaskRows.of(id, task)).toList();
        rows.forEach(row -> outputs.move(row.task()));
        return rows;
    }

    /** Stores a task together with the execution that it starts, which is paused if the task's own is. */
    void call(ExecutionRecord child, ParentTask parent, long epoch, TaskWrite task) {
        child.owner = owner;
        child.epoch = 1;
        ExecutionWrite progress = new ExecutionWrite.Progress(
                parent.execution(), epoch, rows(parent.execution(), List.of(task)), Optional.empty());
        transactions.run(entities -> {
            if (writeIn(entities, progress)) {
                child.status = ExecutionStatus.PAUSED.text();
                child.active = 0;
            }
            entities.persist(child);
            entities.flush();
            SubExecutions.link(entities, new ExecutionId(child.id), parent);
            return null;
        });
    }

    private boolean writeIn(EntityManager entities, ExecutionWrite write) {
        try {
            return writer.write(entities.unwrap(Connection.class), List.of(write))
                    .get(0);
        } catch (SQLException e) {
            throw new PersistenceException(e.getMessage(), e);
        }
    }

    /** Wakes an execution that sleeps. @return whether it waits for its turn on this server now */
    boolean wake(ExecutionId id) {
        return transactions.run(entities -> {
            int mine = entities.createQuery(
                            "UPDATE ExecutionRecord e SET e.status = 'pending', e.wakeAt = NULL WHERE e.id = :id AND"
                                    + " e.owner = :owner AND e.status = 'running' AND e.wakeAt IS NOT NULL")
                    .setParameter("id", id.value())
                    .setParameter("owner", owner)
                    .executeUpdate();
            if (mine == 0) {
                entities.createQuery("UPDATE ExecutionRecord e SET e.wakeAt = :now"
                                + " WHERE e.id = :id AND e.status = 'running' AND e.wakeAt > :now")
                        .setParameter("now", now())
                        .setParameter("id", id.value())
                        .executeUpdate();
            }
            return mine == 1;
        });
    }

    /** Ends it, together with the last of its tasks. */
    long end(ExecutionId id, long epoch, ExecutionStatus status, Optional<TaskError> error, List<TaskWrite> tasks) {
        return end(id, epoch, status, error, tasks, false);
    }

    /**
     * Ends it, together with the last of its tasks.
     *
     * @param inner whether it has loops or calls others, which may have left tasks and attempts behind
     * @return when it ended, in milliseconds since the epoch
     */
    long end(
            ExecutionId id,
            long epoch,
            ExecutionStatus status,
            Optional<TaskError> error,
            List<TaskWrite> tasks,
            boolean inner) {
        long at = now();
        List<TaskRows> rows = rows(id, tasks);
        return pairs.storing(id.value(), changed -> {
            writes.write(new ExecutionWrite.End(id, epoch, status, error, at, rows, inner, changed));
            return at;
        });
    }

    /** Which of these are over. */
    List<ExecutionId> over(Set<ExecutionId> of) {
        List<ExecutionId> over = new ArrayList<>();
        List<String> ids = of.stream().map(ExecutionId::value).toList();
        for (int from = 0; from < ids.size(); from += MOST_IDS) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + MOST_IDS));
            over.addAll(transactions.run(entities -> entities.createQuery(
                            "SELECT e.id FROM ExecutionRecord e WHERE e.id IN :ids AND e.endedAt IS NOT NULL",
                            String.class)
                    .setParameter("ids", some)
                    .getResultStream()
                    .map(ExecutionId::new)
                    .toList()));
        }
        return over;
    }

    /** Lets a running execution sleep until its next retry is due. */
    void park(ExecutionId id, long epoch, long wakeAt, List<TaskWrite> tasks) {
        List<TaskRows> rows = rows(id, tasks);
        pairs.storing(id.value(), changed -> writes.write(new ExecutionWrite.Sleep(id, epoch, wakeAt, rows, changed)));
    }

    /** Notes that a paused execution does nothing any more. */
    void rest(ExecutionId id, long epoch, List<TaskWrite> tasks) {
        List<TaskRows> rows = rows(id, tasks);
        pairs.storing(
                id.value(),
                changed -> transactions.runSql(connection -> {
                    ExecutionWriter.requireOwn(idle(connection, id, epoch), id, epoch);
                    ExecutionWriter.store(connection, rows);
                    ExecutionWriter.store(connection, id, changed);
                    return null;
                }));
    }

    /**
     * Puts an execution that still has to run back into the queue, for this server or another; a paused one stays
     * paused. Does nothing if another server has it already.
     *
     * @param clean whether all that was begun is on record
     */
    void handOver(ExecutionId id, long epoch, List<TaskWrite> tasks, boolean clean) {
        List<TaskRows> rows = rows(id, tasks);
        pairs.storing(
                id.value(),
                changed -> transactions.runSql(connection -> {
                    if (clean && idle(connection, id, epoch)) {
                        ExecutionWriter.store(connection, rows);
                        ExecutionWriter.store(connection, id, changed);
                    }
                    try (PreparedStatement queue = connection.prepareStatement("UPDATE execution SET status = 'pending'"
                            + " WHERE execution_id = ? AND epoch = ? AND status = 'running' AND wake_at IS NULL")) {
                        queue.setString(1, id.value());
                        queue.setLong(2, epoch);
                        return queue.executeUpdate();
                    }
                }));
    }

    private static boolean idle(Connection connection, ExecutionId id, long epoch) throws SQLException {
        try (PreparedStatement idle = connection.prepareStatement(
                "UPDATE execution SET active = 0" + " WHERE execution_id = ? AND epoch = ? AND ended_at IS NULL")) {
            idle.setString(1, id.value());
            idle.setLong(2, epoch);
            return idle.executeUpdate() == 1;
        }
    }

    /**
     * Changes the status if it is one of those given.
     *
     * @return whether it was
     */
    boolean change(ExecutionId id, List<ExecutionStatus> from, ExecutionStatus to) {
        return transactions.run(entities -> entities.createQuery(
                                "UPDATE ExecutionRecord e SET e.status = :to, e.wakeAt = NULL"
                                        + " WHERE e.id = :id AND e.status IN :from AND e.cancelRequestedAt IS NULL")
                        .setParameter("to", to.text())
                        .setParameter("id", id.value())
                        .setParameter(
                                "from", from.stream().map(ExecutionStatus::text).toList())
                        .executeUpdate()
                == 1);
    }

    /** Puts a running execution back into the queue, if the epoch is still this one. */
    void requeue(ExecutionId id, long epoch) {
        transactions.run(
                entities -> entities.createQuery("UPDATE ExecutionRecord e SET e.status = 'pending', e.wakeAt = NULL"
                                + " WHERE e.id = :id AND e.epoch = :epoch AND e.status = 'running'")
                        .setParameter("id", id.value())
                        .setParameter("epoch", epoch)
                        .executeUpdate());
    }

    /** Notes that someone wants its end. @return whether it was not over and not asked before */
    boolean requestCancel(ExecutionId id) {
        return transactions.run(
                entities -> entities.createQuery("UPDATE ExecutionRecord e SET e.cancelRequestedAt = :now"
                                        + " WHERE e.id = :id AND e.endedAt IS NULL AND e.cancelRequestedAt IS NULL")
                                .setParameter("now", now())
                                .setParameter("id", id.value())
                                .executeUpdate()
                        == 1);
    }
}
