package io.fuscia.storage;

import io.fuscia.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings the schema up to date with the scripts listed in {@code db/scripts.txt}. All missing scripts run in one
 * transaction, under a lock on the table that records them, so that they run wholly or not at all and only once, however
 * many servers start together. A script that was recorded with another checksum, and a database newer than the program,
 * stop the start.
 */
public final class Migrations {
    private static final Pattern NAME = Pattern.compile("V(\\d+)__([a-z0-9_]+)\\.sql");
    private static final String TABLE_EXISTS_DERBY = "X0Y32";

    private final ClassLoader resources;

    /** @param resources where {@code db/} is */
    public Migrations(ClassLoader resources) {
        this.resources = resources;
    }

    /**
     * Runs what has not run yet.
     *
     * @param connection with auto-commit off; committed or rolled back when this returns
     * @return the names of the scripts that ran, in order
     * @throws IllegalStateException if the scripts and the database do not fit together
     */
    public List<String> run(Connection connection) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        createTable(connection, dialect);
        boolean done = false;
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE schema_version IN EXCLUSIVE MODE");
            Map<Integer, String> recorded = recorded(connection);
            List<String> ran = new ArrayList<>();
            int newest = 0;
            for (String name : names()) {
                int number = number(name);
                if (number <= newest) {
                    throw new IllegalStateException("the numbers of the scripts must grow: " + name);
                }
                newest = number;
                String text = read("db/" + dialect.folder() + "/" + name);
                String checksum = Digest.of(text.replace("\r\n", "\n")).value();
                String before = recorded.remove(number);
                if (before == null) {
                    apply(connection, name, number, text, checksum);
                    ran.add(name);
                } else if (!before.equals(checksum)) {
                    throw new IllegalStateException("script " + name + " changed after it had run on this database");
                }
            }
            if (!recorded.isEmpty()) {
                throw new IllegalStateException(
                        "the database is newer than this program: it has schema versions " + recorded.keySet());
            }
            connection.commit();
            done = true;
            return ran;
        } finally {
            if (!done) {
                connection.rollback();
            }
        }
    }

    private static void createTable(Connection connection, Dialect dialect) throws SQLException {
        String create = " schema_version (version INTEGER NOT NULL PRIMARY KEY, script VARCHAR(128) NOT NULL,"
                + " checksum VARCHAR(71) NOT NULL, ran_at BIGINT NOT NULL)";
        try (Statement statement = connection.createStatement()) {
            // PostgreSQL: two creating at once would collide even with IF NOT EXISTS.
            if (dialect == Dialect.POSTGRESQL) {
                statement.execute("SELECT pg_advisory_xact_lock(4603271)");
                statement.execute("CREATE TABLE IF NOT EXISTS" + create);
            } else {
                statement.execute("CREATE TABLE" + create);
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!TABLE_EXISTS_DERBY.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static Map<Integer, String> recorded(Connection connection) throws SQLException {
        Map<Integer, String> found = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version, checksum FROM schema_version")) {
            while (rows.next()) {
                found.put(rows.getInt(1), rows.getString(2));
            }
        }
        return found;
    }

    private static void apply(Connection connection, String name, int number, String text, String checksum)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : SqlScript.statements(text)) {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    throw new SQLException(
                            "script " + name + ": " + e.getMessage() + " in: " + sql, e.getSQLState(), e);
                }
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO schema_version (version, script, checksum, ran_at) VALUES (?, ?, ?, ?)")) {
            insert.setInt(1, number);
            insert.setString(2, name);
            insert.setString(3, checksum);
            insert.setLong(4, System.currentTimeMillis());
            insert.executeUpdate();
        }
    }

    private List<String> names() {
        return read("db/scripts.txt")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static int number(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalStateException("not the name of a script: " + name);
        }
        return Integer.parseInt(matcher.group(1));
    }

    private String read(String resource) {
        try (InputStream stream = resources.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("missing resource " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
