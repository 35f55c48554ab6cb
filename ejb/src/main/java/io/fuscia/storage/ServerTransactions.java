package io.fuscia.storage;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Transactions of the server. Those in plain SQL need neither an EJB nor the transaction manager: they are one connection,
 * some statements and a commit, and the data source has no part in the caller's transaction. Thread-safe.
 */
final class ServerTransactions implements Transactions {
    private final JpaTransactions jpa;
    private final DataSource dataSource;
    private final DiskReserve reserve;

    /** @param dataSource the same database, without JTA */
    ServerTransactions(JpaTransactions jpa, DataSource dataSource, DiskReserve reserve) {
        this.jpa = jpa;
        this.dataSource = dataSource;
        this.reserve = reserve;
    }

    @Override
    public <T> T run(Function<EntityManager, T> work) {
        reserve.require();
        return jpa.run(work);
    }

    @Override
    public <T> T runSql(SqlWork<T> work) {
        return DatabaseFailure.insist(() -> once(work));
    }

    private <T> T once(SqlWork<T> work) {
        reserve.require();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                T result = work.apply(connection);
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    rollBack(connection);
                }
            }
        } catch (SQLException e) {
            throw new PersistenceException(e.getMessage(), e);
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is lost, and the database rolls back what it leaves.
            System.getLogger(ServerTransactions.class.getName())
                    .log(System.Logger.Level.DEBUG, "a failed transaction could not be rolled back", e);
        }
    }
}
