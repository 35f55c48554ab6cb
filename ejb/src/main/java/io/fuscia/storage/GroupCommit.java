package io.fuscia.storage;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;

/**
 * Makes the writes of many threads durable with few commits. Who comes while nothing is being committed writes at once;
 * who comes meanwhile waits for the next group, which one of the waiting threads then writes for all of them in one
 * transaction. So a lone writer waits for nobody, and the more there are, the more share one write to the disk.
 *
 * <p>A caller's write is all or nothing, and independent of the others in its group: if the group fails, each of its
 * writes is done again in a transaction of its own, and only those that fail by themselves fail. Thread-safe.
 *
 * @param <W> what is written
 * @param <R> what the writer answers to it
 */
public final class GroupCommit<W, R> {
    /** Puts writes into the rows of one transaction; called again with the same writes after a failure. */
    @FunctionalInterface
    public interface Writer<W, R> {
        /** Writes them all. @return an answer to each, in their order */
        List<R> write(Connection connection, List<W> writes) throws SQLException;
    }

    private final Transactions transactions;
    private final Writer<W, R> writer;
    private final ToIntFunction<W> weight;
    private final int most;
    private final int atOnce;
    private final Queue<Waiting<W, R>> queue = new ArrayDeque<>();
    private int leaders;

    /**
     * @param weight how many rows a write has, about
     * @param most how many rows one transaction may have, unless a single write has more
     * @param atOnce how many groups may be written at the same time
     */
    public GroupCommit(Transactions transactions, Writer<W, R> writer, ToIntFunction<W> weight, int most, int atOnce) {
        this.transactions = transactions;
        this.writer = writer;
        this.weight = weight;
        this.most = most;
        this.atOnce = atOnce;
    }

    /**
     * Writes and returns when that is durable. An interrupt is kept for later.
     *
     * @throws RefusedByDatabase if a constraint or trigger refused it
     * @throws FusciaException what the writer threw; {@code STORAGE_UNAVAILABLE} if the database fails
     */
    public R write(W write) {
        Waiting<W, R> own = new Waiting<>(write, Thread.currentThread());
        boolean leads;
        synchronized (queue) {
            queue.add(own);
            leads = leaders < atOnce;
            if (leads) {
                leaders++;
                own.leads = true;
            }
        }
        // Derby closes the connection of a thread that is interrupted, and this one may write for others.
        boolean interrupted = Thread.interrupted();
        try {
            if (leads || own.awaitTurn()) {
                lead(own);
            }
        } finally {
            boolean meanwhile = Thread.interrupted();
            if (interrupted || own.interrupted || meanwhile) {
                Thread.currentThread().interrupt();
            }
        }
        return own.answer();
    }

    /** Writes groups until the own write was in one, then lets another waiting thread lead, if there is one. */
    private void lead(Waiting<W, R> own) {
        try {
            while (!own.isDone()) {
                List<Waiting<W, R>> group = take();
                try {
                    writeGroup(group);
                } catch (Throwable e) {
                    FusciaException failure =
                            new FusciaException(ErrorCode.INTERNAL, "a group was not written: " + e, e);
                    group.stream().filter(member -> !member.isDone()).forEach(member -> member.fail(failure));
                    throw e;
                }
            }
        } finally {
            synchronized (queue) {
                // One that leads already, and has not taken its group yet, cannot lead a second time.
                queue.stream()
                        .filter(waiting -> !waiting.leads)
                        .findFirst()
                        .ifPresentOrElse(Waiting::lead, () -> leaders--);
            }
        }
    }

    private List<Waiting<W, R>> take() {
        List<Waiting<W, R>> group = new ArrayList<>();
        int rows = 0;
        synchronized (queue) {
            while (!queue.isEmpty()) {
                rows += weight.applyAsInt(queue.peek().write);
                if (rows > most && !group.isEmpty()) {
                    break;
                }
                group.add(queue.poll());
            }
        }
        return group;
    }

    private void writeGroup(List<Waiting<W, R>> group) {
        if (group.isEmpty()) {
            return;
        }
        List<W> writes = group.stream().map(member -> member.write).toList();
        List<R> answers;
        try {
            answers = transactions.runSql(connection -> writer.write(connection, writes));
        } catch (RuntimeException e) {
            writeApart(group, DatabaseFailure.translate(e));
            return;
        }
        for (int member = 0; member < group.size(); member++) {
            group.get(member).done(answers.get(member));
        }
    }

    private void writeApart(List<Waiting<W, R>> group, FusciaException failure) {
        if (group.size() == 1) {
            group.get(0).fail(failure);
            return;
        }
        for (Waiting<W, R> member : group) {
            // Nobody can write while the database does not answer; each caller knows how long it wants to try.
            if (failure.code() == ErrorCode.STORAGE_UNAVAILABLE) {
                member.fail(new FusciaException(failure.code(), failure.getMessage(), failure));
            } else {
                writeGroup(List.of(member));
            }
        }
    }

    /** A write on its way, and the thread that waits for it. */
    private static final class Waiting<W, R> {
        private final W write;
        private final Thread thread;
        private volatile boolean done;
        private volatile boolean leads;
        private boolean interrupted;
        private R answer;
        private RuntimeException failure;

        Waiting(W write, Thread thread) {
            this.write = write;
            this.thread = thread;
        }

        /** Waits until the write is done, or it is this thread's turn to lead: then true, even if both happened. */
        boolean awaitTurn() {
            while (!done && !leads) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            return leads;
        }

        /** To be called while it is in the queue, so before it can be done. */
        void lead() {
            leads = true;
            LockSupport.unpark(thread);
        }

        void done(R result) {
            answer = result;
            done = true;
            LockSupport.unpark(thread);
        }

        void fail(RuntimeException thrown) {
            failure = thrown;
            done = true;
            LockSupport.unpark(thread);
        }

        boolean isDone() {
            return done;
        }

        R answer() {
            if (failure != null) {
                throw failure;
            }
            return answer;
        }
    }
}
