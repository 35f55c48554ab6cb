package io.fuscia.execution;

import io.fuscia.storage.Dialect;
import io.fuscia.storage.RefusedByDatabase;
import io.fuscia.storage.Transactions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * This server's lease on all executions it owns, renewed by a heartbeat, and what is found by looking for executions
 * that nobody runs: those of a server whose lease ended, and those that this one should run and does not. Thread-safe.
 */
final class ServerLease {
    private static final long GIVEN_BACK = 0;
    private static final int MOST_AT_ONCE = 1_000;

    private final Transactions transactions;
    private final Supplier<Dialect> dialect;
    private final String owner;
    private final String incarnation = UUID.randomUUID().toString();
    private final Duration length;
    private final InstantSource clock;
    private final LongSupplier ticks;
    private Map<String, Seen> seenBefore = Map.of();

    /** A lease as it was found, and since when it has been the same, in this server's nanoseconds. */
    private record Seen(long until, long since) {}

    /** @param ticks nanoseconds that only ever grow */
    ServerLease(
            Transactions transactions,
            Supplier<Dialect> dialect,
            String owner,
            Duration length,
            InstantSource clock,
            LongSupplier ticks) {
        this.dialect = dialect;
        this.ticks = ticks;
        this.transactions = transactions;
        this.owner = owner;
        this.length = length;
        this.clock = clock;
    }

    /** Takes the lease under this server's name, also from an earlier life of it, and queues all it had running. */
    int begin() {
        transactions.run(entities -> entities.createNativeQuery("DELETE FROM server_lease WHERE owner = ?1")
                .setParameter(1, owner)
                .executeUpdate());
        insert();
        return requeue(owner);
    }

    private void insert() {
        long now = clock.millis();
        transactions.run(entities -> entities.createNativeQuery(
                        "INSERT INTO server_lease (owner, incarnation, started_at, lease_until)"
                                + " VALUES (?1, ?2, ?3, ?4)")
                .setParameter(1, owner)
                .setParameter(2, incarnation)
                .setParameter(3, now)
                .setParameter(4, now + length.toMillis())
                .executeUpdate());
    }

    /**
     * Keeps the lease.
     *
     * @return false if another server took it meanwhile: then all that runs here belongs to others
     */
    boolean renew() {
        int renewed = transactions.run(entities -> entities.createNativeQuery(
                        "UPDATE server_lease SET lease_until = ?1 WHERE owner = ?2 AND incarnation = ?3")
                .setParameter(1, clock.millis() + length.toMillis())
                .setParameter(2, owner)
                .setParameter(3, incarnation)
                .executeUpdate());
        if (renewed == 1) {
            return true;
        }
        try {
            insert();
        } catch (RefusedByDatabase e) {
            System.getLogger(ServerLease.class.getName())
                    .log(System.Logger.Level.ERROR, "another server has the same name: {0}", owner);
        }
        return false;
    }

    /** Gives the lease back, so that others need not wait for its end. */
    void end() {
        transactions.run(entities -> entities.createNativeQuery("UPDATE server_lease SET lease_until = " + GIVEN_BACK
                        + " WHERE owner = ?1 AND incarnation = ?2")
                .setParameter(1, owner)
                .setParameter(2, incarnation)
                .executeUpdate());
    }

    /**
     * Takes over from servers that gave their lease back or let it end. A lease has ended when it was not renewed for its
     * length by this server's own time: clocks that differ, or jump, take nothing from anybody.
     *
     * @return how many executions are this server's now
     */
    int takeOver() {
        List<?> others = transactions.run(
                entities -> entities.createNativeQuery("SELECT owner, lease_until FROM server_lease WHERE owner <> ?1")
                        .setParameter(1, owner)
                        .getResultList());
        Map<String, Seen> seen = new HashMap<>();
        int taken = 0;
        for (Object other : others) {
            String name = (String) ((Object[]) other)[0];
            long until = ((Number) ((Object[]) other)[1]).longValue();
            Seen before = seenBefore.get(name);
            Seen now = before != null && before.until() == until ? before : new Seen(until, ticks.getAsLong());
            if (until == GIVEN_BACK || ticks.getAsLong() - now.since() >= length.toNanos()) {
                taken += takeOver(name, until);
            } else {
                seen.put(name, now);
            }
        }
        seenBefore = seen;
        return taken;
    }

    /** All in one transaction: of several that try, one finds the ended lease. */
    private int takeOver(String dead, long until) {
        return transactions.run(entities -> {
            int mine = entities.createNativeQuery("DELETE FROM server_lease WHERE owner = ?1 AND lease_until = ?2")
                    .setParameter(1, dead)
                    .setParameter(2, until)
                    .executeUpdate();
            if (mine == 0) {
                return 0;
            }
            int queued = queueRunning(entities, dead);
            return queued
                    + entities.createNativeQuery("UPDATE execution SET owner = ?1, epoch = epoch + 1"
                                    + " WHERE owner = ?2 AND status IN ('pending', 'running', 'paused')")
                            .setParameter(1, owner)
                            .setParameter(2, dead)
                            .executeUpdate();
        });
    }

    private int requeue(String of) {
        return transactions.run(entities -> queueRunning(entities, of));
    }

    /** At most as many as run at once on a server. */
    private int queueRunning(EntityManager entities, String of) {
        List<?> running = entities.createNativeQuery("SELECT execution_id FROM execution"
                        + dialect.get().by("execution_by_status")
                        + " WHERE owner = ?1 AND ended_at IS NULL AND status = 'running' AND wake_at IS NULL")
                .setParameter(1, of)
                .getResultList();
        int queued = 0;
        for (Object id : running) {
            queued += entities.createNativeQuery("UPDATE execution SET status = 'pending', epoch = epoch + 1"
                            + " WHERE execution_id = ?1 AND owner = ?2 AND status = 'running' AND wake_at IS NULL")
                    .setParameter(1, id)
                    .setParameter(2, of)
                    .executeUpdate();
        }
        return queued;
    }

    /**
     * Queues executions whose retry is due. They are read first and changed by their keys: an update that looks for them
     * would hold, in Derby, every running row that it passes, until it gets one that a result is being written for, whose
     * writer may wait for one of those.
     *
     * @return how many
     */
    int wake() {
        long now = clock.millis();
        List<?> due = transactions.run(entities -> entities.createNativeQuery("SELECT execution_id FROM execution"
                        + dialect.get().by("execution_waking") + " WHERE wake_at <= ?1 AND owner = ?2")
                .setParameter(1, now)
                .setParameter(2, owner)
                .setMaxResults(MOST_AT_ONCE)
                .getResultList());
        if (due.isEmpty()) {
            return 0;
        }
        return transactions.runSql(connection -> {
            int queued = 0;
            try (PreparedStatement update = connection.prepareStatement("UPDATE execution SET status = 'pending',"
                    + " wake_at = NULL WHERE execution_id = ? AND wake_at <= ? AND owner = ? AND status = 'running'")) {
                for (Object id : due) {
                    update.setString(1, (String) id);
                    update.setLong(2, now);
                    update.setString(3, owner);
                    queued += update.executeUpdate();
                }
            }
            return queued;
        });
    }

    /** The oldest of this server's executions that wait for their turn. */
    List<ExecutionId> pending(int limit) {
        return open(" AND status = 'pending' ORDER BY execution_id", limit);
    }

    /** Whether any of this server's executions waits for its turn. */
    boolean hasPending() {
        return !open(" AND status = 'pending'", 1).isEmpty();
    }

    /** Executions whose time is over or whose end was asked for. */
    List<ExecutionId> overdue(int limit) {
        return transactions.run(entities -> ids(open(
                        entities,
                        " AND status IN ('pending', 'paused', 'running')"
                                + " AND (deadline_at <= ?2 OR cancel_requested_at < ?2)",
                        limit)
                .setParameter(2, clock.millis())));
    }

    /** This server's executions that are marked as running without a time to wake. */
    List<ExecutionId> running(int limit) {
        return open(" AND status = 'running' AND wake_at IS NULL ORDER BY execution_id", limit);
    }

    /** Reads only what has one of the statuses, however much is stored. */
    private Query open(EntityManager entities, String condition, int limit) {
        return entities.createNativeQuery("SELECT execution_id FROM execution"
                        + dialect.get().by("execution_by_status") + " WHERE owner = ?1 AND ended_at IS NULL"
                        + condition)
                .setParameter(1, owner)
                .setMaxResults(limit);
    }

    private List<ExecutionId> open(String condition, int limit) {
        return transactions.run(entities -> ids(open(entities, condition, limit)));
    }

    private static List<ExecutionId> ids(Query query) {
        List<?> ids = query.getResultList();
        return ids.stream().map(id -> new ExecutionId((String) id)).toList();
    }
}
