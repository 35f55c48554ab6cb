package io.fuscia.storage;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
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
    private final EntityManagerFactory factory;

    /** Creates and migrates it. */
    public TestDatabase() {
        try {
            if (dialect() == Dialect.POSTGRESQL) {
                execute(POSTGRESQL, "CREATE SCHEMA " + name);
            } else {
                DriverManager.getConnection(url() + ";create=true").close();
            }
            try (Connection connection = connect()) {
                connection.setAutoCommit(false);
                new Migrations(Migrations.class.getClassLoader()).run(connection);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Map<String, Object> local = new HashMap<>();
        local.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
        local.put("jakarta.persistence.jtaDataSource", "");
        local.put("jakarta.persistence.jdbc.url", url());
        local.put(
                "jakarta.persistence.jdbc.driver",
                dialect() == Dialect.POSTGRESQL
                        ? "org.postgresql.Driver"
                        : "org.apache.derby.iapi.jdbc.AutoloadedDriver");
        local.put("eclipselink.session-name", name);
        local.put("eclipselink.connection-pool.default.max", "16");
        factory = Persistence.createEntityManagerFactory("fuscia", local);
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
        for (int tries = 1; ; tries++) {
            try {
                return once(work);
            } catch (RuntimeException e) {
                if (tries >= DatabaseFailure.TRIES || !DatabaseFailure.isWorthAnotherTry(e)) {
                    throw DatabaseFailure.translate(e);
                }
            }
        }
    }

    private <T> T once(Function<EntityManager, T> work) {
        try (EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            try {
                T result = work.apply(entityManager);
                entityManager.flush();
                entityManager.getTransaction().commit();
                return result;
            } finally {
                if (entityManager.getTransaction().isActive()) {
                    entityManager.getTransaction().rollback();
                }
            }
        }
    }

    @Override
    public void close() {
        factory.close();
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
