package io.fuscia.execution;

import io.fuscia.artifact.Digest;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.storage.Dialect;
import io.fuscia.storage.Transactions;
import io.fuscia.workflow.NodePath;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The rows of executions: every change is one short transaction, made only if the row is still what its writer thinks
 * it is. Who runs an execution proves it with the epoch it got from {@link #insert} or {@link #claim}; a change with
 * another epoch fails with {@code LEASE_LOST} and writes nothing. Thread-safe.
 */
final class ExecutionStore {
    private static final int ITERATIONS_AT_ONCE = 500;

    private final Transactions transactions;
    private final Supplier<Dialect> dialect;
    private final String owner;
    private final InstantSource clock;

    /**
     * @param dialect asked at the first write
     * @param owner this server's name in leases
     */
    ExecutionStore(Transactions transactions, Supplier<Dialect> dialect, String owner, InstantSource clock) {
        this.transactions = transactions;
        this.dialect = dialect;
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
        transactions.run(entities -> {
            entities.persist(row);
            entities.flush();
            key.ifPresent(used -> entities.persist(keyRow(row, used)));
            return null;
        });
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
        Set<TaskKey> interrupted = entities.createQuery(
                        "SELECT a FROM AttemptRecord a, TaskRecord t WHERE a.executionId = :id AND a.status = 'running'"
                                + " AND t.executionId = a.executionId AND t.nodePath = a.nodePath"
                                + " AND t.iteration = a.iteration AND t.nodeType <> 'workflow'",
                        AttemptRecord.class)
                .setParameter("id", id.value())
                .getResultStream()
                .map(attempt -> new TaskKey(attempt.executionId, attempt.nodePath, attempt.iteration))
                .collect(Collectors.toSet());
        if (!interrupted.isEmpty()) {
            endRunningAttempts(entities, id, now);
        }
        entities.createQuery("UPDATE TaskRecord t SET t.status = 'pending'"
                        + " WHERE t.executionId = :id AND t.status = 'running' AND t.nodeType <> 'workflow'")
                .setParameter("id", id.value())
                .executeUpdate();
        return interrupted;
    }

    private static void endRunningAttempts(EntityManager entities, ExecutionId id, long now) {
        entities.createNativeQuery("UPDATE attempt SET status = 'cancelled', ended_at = ?1,"
                        + " error_code = 'SHUTTING_DOWN', error_kind = 'resources',"
                        + " error_message = 'the server ended while the attempt ran'"
                        + " WHERE execution_id = ?2 AND status = 'running' AND NOT EXISTS (SELECT 1 FROM task t"
                        + " WHERE t.execution_id = attempt.execution_id AND t.node_path = attempt.node_path"
                        + " AND t.iteration = attempt.iteration AND t.node_type = 'workflow')")
                .setParameter(1, now)
                .setParameter(2, id.value())
                .executeUpdate();
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
        return transactions.run(entities -> {
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
        return transactions.run(entities -> {
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
        return transactions.run(entities -> entities.createQuery(
                        "SELECT t FROM TaskRecord t WHERE t.executionId = :id AND t.nodePath = :loop"
                                + " AND t.iteration > :last AND t.iteration LIKE :prefix ORDER BY t.iteration",
                        TaskRecord.class)
                .setParameter("id", id.value())
                .setParameter("loop", loop.toString())
                .setParameter("last", last)
                .setParameter("prefix", prefix + "%")
                .setMaxResults(ITERATIONS_AT_ONCE)
                .getResultList());
    }

    /** Nobody will go on with what waits in iterations of loops, nor with attempts that called others. */
    private static void cancelInner(EntityManager entities, ExecutionId id, long now) {
        entities.createQuery("UPDATE AttemptRecord a SET a.status = 'cancelled', a.endedAt = :now,"
                        + " a.errorCode = 'CANCELLED', a.errorKind = 'caller',"
                        + " a.errorMessage = 'the execution ended before'"
                        + " WHERE a.executionId = :id AND a.status = 'running'")
                .setParameter("now", now)
                .setParameter("id", id.value())
                .executeUpdate();
        entities.createQuery("UPDATE TaskRecord t SET t.status = 'cancelled', t.endedAt = :now, t.retryDueAt = NULL"
                        + " WHERE t.executionId = :id AND t.iteration <> '' AND t.status IN ('pending', 'running')")
                .setParameter("now", now)
                .setParameter("id", id.value())
                .executeUpdate();
    }

    /**
     * Stores tasks while the execution runs or is paused.
     *
     * @return whether it is paused
     */
    boolean write(ExecutionId id, long epoch, List<TaskWrite> tasks) {
        return transactions.run(entities -> writeIn(entities, id, epoch, tasks));
    }

    /** Stores a task together with the execution that it starts, which is paused if the task's own is. */
    void call(ExecutionRecord child, ParentTask parent, long epoch, TaskWrite task) {
        child.owner = owner;
        child.epoch = 1;
        transactions.run(entities -> {
            if (writeIn(entities, parent.execution(), epoch, List.of(task))) {
                child.status = ExecutionStatus.PAUSED.text();
                child.active = 0;
            }
            entities.persist(child);
            entities.flush();
            SubExecutions.link(entities, new ExecutionId(child.id), parent);
            return null;
        });
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

    private boolean writeIn(EntityManager entities, ExecutionId id, long epoch, List<TaskWrite> tasks) {
        List<?> found = entities.createNativeQuery(
                        "SELECT epoch, status FROM execution WHERE execution_id = ?1 AND status IN ('running',"
                                + " 'paused')"
                                + dialect.get().sharedLock())
                .setParameter(1, id.value())
                .getResultList();
        Object[] row = found.isEmpty() ? new Object[] {-1} : (Object[]) found.get(0);
        requireEpoch(((Number) row[0]).longValue(), epoch, id);
        tasks.forEach(task -> write(entities, id, task));
        return row[1].equals(ExecutionStatus.PAUSED.text());
    }

    private static void write(EntityManager entities, ExecutionId id, TaskWrite task) {
        TaskKey key =
                new TaskKey(id.value(), task.node().toString(), task.iteration().toString());
        TaskRecord row = task.rowExists() ? entities.find(TaskRecord.class, key) : null;
        boolean isNew = row == null;
        if (isNew) {
            row = new TaskRecord();
            row.executionId = key.executionId;
            row.nodePath = key.nodePath;
            row.iteration = key.iteration;
        }
        ExecutionRows.fill(row, task);
        if (isNew) {
            entities.persist(row);
        }
        if (task.attempt().isPresent()) {
            if (isNew) {
                entities.flush();
            }
            write(entities, key, task.attempt().get());
        }
    }

    private static void write(EntityManager entities, TaskKey task, TaskWrite.AttemptWrite attempt) {
        AttemptKey key = new AttemptKey(task.executionId, task.nodePath, task.iteration, attempt.number());
        AttemptRecord row = attempt.rowExists() ? entities.find(AttemptRecord.class, key) : null;
        boolean isNew = row == null;
        if (isNew) {
            row = new AttemptRecord();
            row.executionId = key.executionId;
            row.nodePath = key.nodePath;
            row.iteration = key.iteration;
            row.number = key.number;
        }
        ExecutionRows.fill(row, attempt);
        if (isNew) {
            entities.persist(row);
        }
    }

    /** Ends it, together with the last of its tasks. */
    void end(ExecutionId id, long epoch, ExecutionStatus status, Optional<TaskError> error, List<TaskWrite> tasks) {
        end(id, epoch, status, error, tasks, false);
    }

    /** @param inner whether it has loops or calls others, which may have left tasks and attempts behind */
    void end(
            ExecutionId id,
            long epoch,
            ExecutionStatus status,
            Optional<TaskError> error,
            List<TaskWrite> tasks,
            boolean inner) {
        transactions.run(entities -> {
            int changed = entities.createQuery("UPDATE ExecutionRecord e SET e.status = :status, e.endedAt = :now,"
                            + " e.wakeAt = NULL, e.active = 0, e.errorCode = :code, e.errorMessage = :message, e.errorDetail ="
                            + " :detail WHERE e.id = :id AND e.epoch = :epoch AND e.endedAt IS NULL")
                    .setParameter("status", status.text())
                    .setParameter("now", now())
                    .setParameter(
                            "code", error.map(known -> known.code().name()).orElse(null))
                    .setParameter("message", error.map(ExecutionRows::message).orElse(null))
                    .setParameter("detail", error.map(ExecutionRows::detail).orElse(null))
                    .setParameter("id", id.value())
                    .setParameter("epoch", epoch)
                    .executeUpdate();
            requireEpoch(changed == 1 ? epoch : -1, epoch, id);
            tasks.forEach(task -> write(entities, id, task));
            if (inner) {
                entities.flush();
                cancelInner(entities, id, now());
            }
            return null;
        });
    }

    /** Lets a running execution sleep until its next retry is due. */
    void park(ExecutionId id, long epoch, long wakeAt, List<TaskWrite> tasks) {
        transactions.run(entities -> {
            int changed = entities.createQuery("UPDATE ExecutionRecord e SET e.wakeAt = :wakeAt, e.active = 0"
                            + " WHERE e.id = :id AND e.epoch = :epoch AND e.status = 'running'")
                    .setParameter("wakeAt", wakeAt)
                    .setParameter("id", id.value())
                    .setParameter("epoch", epoch)
                    .executeUpdate();
            requireEpoch(changed == 1 ? epoch : -1, epoch, id);
            tasks.forEach(task -> write(entities, id, task));
            return null;
        });
    }

    /** Notes that a paused execution does nothing any more. */
    void rest(ExecutionId id, long epoch, List<TaskWrite> tasks) {
        transactions.run(entities -> {
            requireEpoch(idle(entities, id, epoch) == 1 ? epoch : -1, epoch, id);
            tasks.forEach(task -> write(entities, id, task));
            return null;
        });
    }

    /**
     * Puts an execution that still has to run back into the queue, for this server or another; a paused one stays
     * paused. Does nothing if another server has it already.
     *
     * @param clean whether all that was begun is on record
     */
    void handOver(ExecutionId id, long epoch, List<TaskWrite> tasks, boolean clean) {
        transactions.run(entities -> {
            if (clean && idle(entities, id, epoch) == 1) {
                tasks.forEach(task -> write(entities, id, task));
            }
            return entities.createQuery("UPDATE ExecutionRecord e SET e.status = 'pending'"
                            + " WHERE e.id = :id AND e.epoch = :epoch AND e.status = 'running' AND e.wakeAt IS NULL")
                    .setParameter("id", id.value())
                    .setParameter("epoch", epoch)
                    .executeUpdate();
        });
    }

    private static int idle(EntityManager entities, ExecutionId id, long epoch) {
        return entities.createQuery("UPDATE ExecutionRecord e SET e.active = 0"
                        + " WHERE e.id = :id AND e.epoch = :epoch AND e.endedAt IS NULL")
                .setParameter("id", id.value())
                .setParameter("epoch", epoch)
                .executeUpdate();
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

    private static void requireEpoch(long found, long expected, ExecutionId id) {
        if (found != expected) {
            throw new FusciaException(
                    ErrorCode.LEASE_LOST, "execution " + id + " ended or is run by another server: epoch " + expected);
        }
    }
}
