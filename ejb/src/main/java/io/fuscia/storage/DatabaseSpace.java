package io.fuscia.storage;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The space that deleted rows leave. Derby uses it again for rows of the same table, but gives it back to the disk only
 * when told to, and writers of the table wait meanwhile. PostgreSQL does what it needs by itself. Thread-safe.
 */
public final class DatabaseSpace {
    private static final System.Logger LOG = System.getLogger(DatabaseSpace.class.getName());
    private static final List<String> TABLES =
            List.of("ATTEMPT", "TASK", "EXECUTION", "ARTIFACT", "IDEMPOTENCY_KEY", "EXECUTION_RESTART");

    /** From this much, if it is also a quarter of the table, writers may be kept waiting for it. */
    private static final long MUCH = 64L * 1024 * 1024;

    /** Where connections with auto-commit come from, outside any transaction. */
    @FunctionalInterface
    public interface Connections {
        /** A connection, closed by the caller. */
        Connection open() throws SQLException;
    }

    private final Connections connections;

    public DatabaseSpace(Connections connections) {
        this.connections = connections;
    }

    /**
     * Bytes of one table.
     *
     * @param free in pages without a row
     */
    private record Use(long allocated, long free) {}

    /** Gives back the space of those tables that have much of it. @return bytes given back */
    public long giveBackIfMuch() {
        return run(connection -> {
            long given = 0;
            for (String table : TABLES) {
                Use use = use(connection, table);
                if (use.free() >= MUCH && use.free() * 4 >= use.allocated()) {
                    given += compress(connection, table);
                }
            }
            return given;
        });
    }

    /** Gives back all it can. @return bytes given back */
    public long giveBack() {
        return run(connection -> {
            long given = 0;
            for (String table : TABLES) {
                given += compress(connection, table);
            }
            return given;
        });
    }

    /** Bytes that the tables and their indexes take on the disk; 0 where the database does not say so this way. */
    public long used() {
        return run(connection -> {
            long used = 0;
            for (String table : TABLES) {
                used += use(connection, table).allocated();
            }
            return used;
        });
    }

    private interface Work {
        long on(Connection connection) throws SQLException;
    }

    private long run(Work work) {
        try (Connection connection = connections.open()) {
            return Dialect.of(connection) == Dialect.DERBY ? work.on(connection) : 0;
        } catch (SQLException e) {
            throw new FusciaException(ErrorCode.STORAGE_UNAVAILABLE, "space could not be given back: " + e, e);
        }
    }

    private static Use use(Connection connection, String table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT SUM((NUMALLOCATEDPAGES + NUMFREEPAGES) * PAGESIZE), SUM(NUMFREEPAGES * PAGESIZE)"
                        + " FROM TABLE (SYSCS_DIAG.SPACE_TABLE(CURRENT SCHEMA, '" + table + "')) AS used")) {
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new Use(row.getLong(1), row.getLong(2));
            }
        }
    }

    private static long compress(Connection connection, String table) throws SQLException {
        long before = use(connection, table).allocated();
        try (CallableStatement call =
                connection.prepareCall("CALL SYSCS_UTIL.SYSCS_COMPRESS_TABLE(CURRENT SCHEMA, '" + table + "', 0)")) {
            call.execute();
        }
        long given = Math.max(0, before - use(connection, table).allocated());
        LOG.log(System.Logger.Level.INFO, "table {0} gave {1} bytes back", table, given);
        return given;
    }
}
