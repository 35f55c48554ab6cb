package io.fuscia.storage;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.function.Function;

/**
 * A fresh database with the whole schema, reached through the real persistence unit with local transactions instead of
 * JTA: Derby in memory, or a schema of its own in the PostgreSQL database that the system property
 * {@code fuscia.test.postgresql} names by its URL. Close it to give its memory back.
 */
public final class TestDatabase implements Transactions, AutoCloseable {
    private static final String POSTGRESQL = System.getProperty("fuscia.test.postgresql", "");

    private final String name = "t" + UUID.randomUUID().toString().replace("-", "");
    private final LocalTransactions transactions;

    /** Creates and migrates it. */
    public TestDatabase() {
        try {
            if (dialect() == Dialect.POSTGRESQL) {
                execute(POSTGRESQL, "CREATE SCHEMA " + name);
            } else {
                DriverManager.getConnection(url() + ";create=true").close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        transactions = new LocalTransactions(url(), name);
    }

    /** Which database it is. */
    public Dialect dialect() {
        return POSTGRESQL.isEmpty() ? Dialect.DERBY : Dialect.POSTGRESQL;
    }

    private String url() {
        return dialect() == Dialect.DERBY
                ? "jdbc:derby:memory:" + name
                : POSTGRESQL + (POSTGRESQL.contains("?") ? "&" : "?") + "currentSchema=" + name;
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A connection of its own, to look at or spoil rows. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    @Override
    public <T> T run(Function<EntityManager, T> work) {
        return transactions.run(work);
    }

    @Override
    public <T> T runSql(SqlWork<T> work) {
        return transactions.runSql(work);
    }

    @Override
    public void close() {
        transactions.close();
        try {
            if (dialect() == Dialect.POSTGRESQL) {
                execute(POSTGRESQL, "DROP SCHEMA " + name + " CASCADE");
            } else {
                DriverManager.getConnection(url() + ";drop=true").close();
            }
        } catch (SQLException e) {
            // Derby reports a successful drop as an exception with this state.
            if (!"08006".equals(e.getSQLState())) {
                throw new IllegalStateException(e);
            }
        }
    }
}
