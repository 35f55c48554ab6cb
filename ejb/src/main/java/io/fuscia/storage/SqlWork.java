package io.fuscia.storage;

import java.sql.Connection;
import java.sql.SQLException;

/** Work on the rows of one transaction, in plain SQL. */
@FunctionalInterface
public interface SqlWork<T> {
    /**
     * Does the work and gives its result.
     *
     * @param connection neither to be closed nor committed; auto-commit is off
     */
    T apply(Connection connection) throws SQLException;
}
