package io.fuscia.storage;

import jakarta.persistence.EntityManager;
import java.util.function.Function;

/**
 * Runs short pieces of work, each in a database transaction of its own, whatever the caller is in. Inject it.
 * Thread-safe.
 */
public interface Transactions {
    /**
     * Runs the work and commits. A deadlock or serialization failure makes it run again, so the work must have no
     * effect but on the database.
     *
     * @param work returns what this returns, possibly null; what it throws rolls back
     * @throws RefusedByDatabase if a constraint or trigger refused it
     * @throws io.fuscia.failure.FusciaException what the work threw; {@code STORAGE_UNAVAILABLE} if the database does
     *     not answer or fails: then the work may be done all the same, if only its answer was lost;
     *     {@code INVALID_INPUT} if the database does not take a value
     */
    <T> T run(Function<EntityManager, T> work);

    /**
     * The same in plain SQL, without a persistence context.
     *
     * @throws RefusedByDatabase if a constraint or trigger refused it
     * @throws io.fuscia.failure.FusciaException as above
     */
    <T> T runSql(SqlWork<T> work);
}
