package io.fuscia.it.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Fills the database of a server that is stopped with executions that look as if they had run, or as if the server had
 * died while they were waiting for their turn. A program of its own:
 *
 * <pre>java -cp ear/it/target/test-classes:server-config/target/server/modules/org/apache/derby/main/* \
 *     io.fuscia.it.bench.FillDatabase jdbc:derby:.fuscia/data/fuscia WORKFLOW 1000000 [pending] </pre>
 *
 * The workflow must be one that is stored; its nodes are taken to be start, a, b and c, as in
 * {@code ear/examples/bench/linear-3.yaml}.
 */
public final class FillDatabase {
    private static final int BATCH = 5_000;
    private static final long SPREAD_MILLIS = 30L * 24 * 60 * 60 * 1_000;

    private final Connection connection;
    private final String workflow;
    private final boolean pending;

    private FillDatabase(Connection connection, String workflow, boolean pending) {
        this.connection = connection;
        this.workflow = workflow;
        this.pending = pending;
    }

    public static void main(String[] arguments) throws SQLException {
        if (arguments.length < 3) {
            System.err.println("usage: FillDatabase JDBC-URL WORKFLOW NUMBER [pending]");
            System.exit(2);
        }
        // Only this program writes, and what a power failure took would be filled in again.
        System.setProperty("derby.system.durability", "test");
        System.setProperty("derby.storage.pageCacheSize", "20000");
        int number = Integer.parseInt(arguments[2]);
        try (Connection connection = DriverManager.getConnection(arguments[0], "fuscia", "fuscia")) {
            connection.setAutoCommit(false);
            new FillDatabase(connection, arguments[1], arguments.length > 3).fill(number);
        }
        if (arguments[0].startsWith("jdbc:derby:")) {
            shutDown();
        }
        System.out.println("filled with " + number + " executions");
    }

    private static void shutDown() throws SQLException {
        try {
            DriverManager.getConnection("jdbc:derby:;shutdown=true");
        } catch (SQLException e) {
            // Derby reports a shutdown of everything as an exception with this state.
            if (!"XJ015".equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private void fill(int number) throws SQLException {
        long first = System.currentTimeMillis() - SPREAD_MILLIS;
        String digest = digest();
        try (PreparedStatement executions = connection.prepareStatement("INSERT INTO execution (execution_id,"
                        + " workflow_id, workflow_version, workflow_digest, trigger_node, status, payload, created_at,"
                        + " started_at, ended_at, owner, epoch, error_code, error_message)"
                        + " VALUES (?, ?, 1, ?, 'start', ?, '{}', ?, ?, ?, 'fuscia', 1, ?, ?)");
                PreparedStatement tasks = connection.prepareStatement("INSERT INTO task (execution_id, node_path,"
                        + " iteration, node_type, status, attempts, input_json, output_json, started_at, ended_at)"
                        + " VALUES (?, ?, '', ?, 'succeeded', ?, ?, '{}', ?, ?)");
                PreparedStatement attempts = connection.prepareStatement("INSERT INTO attempt (execution_id,"
                        + " node_path, iteration, number, status, started_at, ended_at)"
                        + " VALUES (?, ?, '', 1, 'succeeded', ?, ?)")) {
            for (int index = 0; index < number; index++) {
                long at = first + (long) ((double) index / number * SPREAD_MILLIS);
                String id = id(at, index);
                execution(executions, id, digest, index, at);
                if (!pending) {
                    task(tasks, id, "start", at);
                    for (String node : new String[] {"a", "b", "c"}) {
                        task(tasks, id, node, at);
                        attempt(attempts, id, node, at);
                    }
                }
                if (index % BATCH == BATCH - 1 || index == number - 1) {
                    executions.executeBatch();
                    tasks.executeBatch();
                    attempts.executeBatch();
                    connection.commit();
                }
            }
        }
    }

    private String digest() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT digest FROM workflow_version WHERE workflow_id = ? AND number = 1")) {
            select.setString(1, workflow);
            try (var rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalStateException("there is no workflow " + workflow);
                }
                return rows.getString(1);
            }
        }
    }

    /** A version 7 UUID, as the server makes them: they sort by time. */
    private static String id(long at, int index) {
        long high = (at << 16) | 0x7000L | (index & 0xfffL);
        return new UUID(high, 0x8000_0000_0000_0000L | index).toString();
    }

    /** One in ten failed. */
    private void execution(PreparedStatement insert, String id, String digest, int index, long at) throws SQLException {
        boolean failed = !pending && index % 10 == 9;
        insert.setString(1, id);
        insert.setString(2, workflow);
        insert.setString(3, digest);
        insert.setString(4, pending ? "pending" : failed ? "failed" : "succeeded");
        insert.setLong(5, at);
        insert.setObject(6, pending ? null : at, java.sql.Types.BIGINT);
        insert.setObject(7, pending ? null : at + 5, java.sql.Types.BIGINT);
        insert.setString(8, failed ? "COMPONENT_RETURNED_ERROR" : null);
        insert.setString(9, failed ? "node 'c' failed: no such order" : null);
        insert.addBatch();
    }

    private static void task(PreparedStatement insert, String id, String node, long at) throws SQLException {
        boolean trigger = node.equals("start");
        insert.setString(1, id);
        insert.setString(2, node);
        insert.setString(3, trigger ? "trigger" : "component");
        insert.setInt(4, trigger ? 0 : 1);
        insert.setString(5, trigger ? null : "{}");
        insert.setObject(6, trigger ? null : at, java.sql.Types.BIGINT);
        insert.setLong(7, at + 1);
        insert.addBatch();
    }

    private static void attempt(PreparedStatement insert, String id, String node, long at) throws SQLException {
        insert.setString(1, id);
        insert.setString(2, node);
        insert.setLong(3, at);
        insert.setLong(4, at + 1);
        insert.addBatch();
    }
}
