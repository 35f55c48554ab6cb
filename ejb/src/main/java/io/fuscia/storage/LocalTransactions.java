package io.fuscia.storage;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The real persistence unit in plain Java: transactions of the database alone, where no server with JTA is. Migrates
 * the database when it is opened. Thread-safe.
 */
public final class LocalTransactions implements Transactions, AutoCloseable {
    private final EntityManagerFactory factory;

    /**
     * Opens and migrates a database.
     *
     * @param url JDBC URL of a database that exists or, with Derby's {@code create=true}, may be made
     * @param name of the session in logs, unique in this process
     */
    public LocalTransactions(String url, String name) {
        Dialect dialect;
        try (Connection connection = DriverManager.getConnection(url)) {
            dialect = Dialect.of(connection);
            connection.setAutoCommit(false);
            new Migrations(Migrations.class.getClassLoader()).run(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("database " + url + " cannot be opened: " + e.getMessage(), e);
        }
        Map<String, Object> local = new HashMap<>();
        local.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
        local.put("jakarta.persistence.jtaDataSource", "");
        local.put("jakarta.persistence.jdbc.url", url);
        local.put(
                "jakarta.persistence.jdbc.driver",
                dialect == Dialect.POSTGRESQL
                        ? "org.postgresql.Driver"
                        : "org.apache.derby.iapi.jdbc.AutoloadedDriver");
        local.put("eclipselink.session-name", name);
        local.put("eclipselink.connection-pool.default.max", "16");
        factory = Persistence.createEntityManagerFactory("fuscia", local);
    }

    @Override
    public <T> T run(Function<EntityManager, T> work) {
        return DatabaseFailure.insist(() -> once(work));
    }

    @Override
    public <T> T runSql(SqlWork<T> work) {
        return run(entityManager -> {
            try {
                return work.apply(entityManager.unwrap(Connection.class));
            } catch (SQLException e) {
                throw new PersistenceException(e.getMessage(), e);
            }
        });
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
    }
}
