package io.fuscia.it.crash;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Looks at what a load left behind and says everything that must not be. First through the interface, while the server
 * runs, then at the rows and files themselves.
 */
final class Audit {
    private static final int PAGE = 500;

    private final Recorder recorder;
    private final Map<String, String> accepted;
    private final List<String> violations = new ArrayList<>();
    private boolean sameClock = true;
    private final Map<String, Integer> tally = new TreeMap<>();

    Audit(Recorder recorder, Map<String, String> accepted) {
        this.recorder = recorder;
        this.accepted = accepted;
    }

    /** For a server whose clock is not the recorder's. */
    Audit withoutComparingClocks() {
        sameClock = false;
        return this;
    }

    /** Everything that is wrong; empty is what a test asks for. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    /** How much was looked at, for a report. */
    Map<String, Integer> tally() {
        return tally;
    }

    /** Every submission ended well, every call belongs to an attempt, and none came after its node's result. */
    void interfaceOf(Api api) {
        Map<String, Integer> attemptsOfCalls = new HashMap<>();
        Map<String, Long> ends = new HashMap<>();
        Set<String> known = new HashSet<>();
        for (String id : ids(api)) {
            JsonObject execution = api.get("/executions/" + id).object();
            known.add(id);
            count("executions");
            look(execution, attemptsOfCalls, ends);
        }
        accepted.forEach((key, id) -> {
            if (!known.contains(id)) {
                violations.add("accepted execution " + id + " of key " + key + " is gone");
            }
        });
        recorder.calls().forEach((task, calls) -> look(task, calls, attemptsOfCalls, ends));
    }

    private static List<String> ids(Api api) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = api.get("/executions?limit=" + PAGE + cursor).object();
            page.getJsonArray("items")
                    .getValuesAs(JsonObject.class)
                    .forEach(item -> ids.add(item.getString("execution_id")));
            cursor = page.containsKey("next_cursor") ? "&cursor=" + page.getString("next_cursor") : "";
        } while (!cursor.isEmpty());
        return ids;
    }

    private void look(JsonObject execution, Map<String, Integer> attempts, Map<String, Long> ends) {
        String id = execution.getString("execution_id");
        JsonObject payload = execution.getJsonObject("payload");
        JsonObject sent = payload.containsKey("body") ? payload.getJsonObject("body") : payload;
        String key = sent.getString("key");
        if (!id.equals(accepted.get(key))) {
            violations.add("key " + key + " started " + id + ", its client was told of " + accepted.get(key));
        }
        if (!execution.getString("status").equals("succeeded")) {
            violations.add(id + " of " + execution.getString("workflow_id") + " is " + execution.getString("status")
                    + ": " + execution.get("error"));
        }
        for (JsonObject task : execution.getJsonArray("tasks").getValuesAs(JsonObject.class)) {
            count("tasks");
            String taskId = task.getString("task_id");
            if (!task.containsKey("ended_at")) {
                violations.add(taskId + " has not ended: " + task.getString("status"));
            } else {
                ends.put(taskId, Instant.parse(task.getString("ended_at")).toEpochMilli());
            }
            List<JsonObject> history = task.getJsonArray("attempt_history").getValuesAs(JsonObject.class);
            attempts.put(taskId, history.size());
            for (int i = 0; i < history.size(); i++) {
                look(taskId, i + 1, history.get(i));
            }
        }
    }

    private void look(String taskId, int expected, JsonObject attempt) {
        count("attempts");
        if (attempt.getInt("number") != expected) {
            violations.add(taskId + " has no attempt " + expected);
        }
        if (attempt.getString("status").equals("running")) {
            violations.add(taskId + " is over, its attempt " + expected + " still runs");
        }
        if (attempt.containsKey("error")
                && attempt.getJsonObject("error").getString("code").equals("shutting-down")) {
            count("attempts cut off by the end of a server");
        }
    }

    private void look(String task, List<Recorder.Call> calls, Map<String, Integer> attempts, Map<String, Long> ends) {
        count("called nodes");
        long distinctLives = calls.stream().map(Recorder.Call::life).distinct().count();
        if (distinctLives > 1) {
            count("nodes called in several lives of the server");
        }
        Long end = ends.get(task);
        if (end == null) {
            violations.add("no task has the idempotency key of a call: " + task);
            return;
        }
        if (calls.size() > attempts.get(task)) {
            violations.add(task + " was called " + calls.size() + " times in " + attempts.get(task) + " attempts");
        }
        for (Recorder.Call call : calls) {
            count("calls");
            if (sameClock && call.at() > end) {
                violations.add(task + " was called " + (call.at() - end) + " ms after its result had been committed");
            }
        }
    }

    /** The batch runtime knows of no job that still runs. */
    void batchRecords(FusciaServer server) {
        String batch = server.read("deployment=fuscia.ear", "subdeployment=batch.jar", "subsystem=batch-jberet")
                .toJSONString(true);
        for (String status : List.of("STARTING", "STARTED", "STOPPING")) {
            if (batch.contains("\"batch-status\" : \"" + status + "\"")) {
                violations.add("all executions ended, and a batch job is " + status);
            }
        }
        if (!batch.contains("fuscia-workflow")) {
            violations.add("the batch runtime knows no job of ours");
        }
    }

    /** The stopped server's embedded database and files. */
    void derby(Path home) {
        inDerby(home, connection -> {
            rows(connection, home.resolve("data/fuscia/artifacts"));
            return null;
        });
    }

    /** The ids of the artifacts that a stopped server's embedded database knows. */
    static Set<String> artifactIds(Path home) {
        return inDerby(home, connection -> {
            Set<String> ids = new HashSet<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT id FROM artifact")) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            return ids;
        });
    }

    /** What is asked of a database that nobody else has open. */
    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private static <T> T inDerby(Path home, Question<T> question) {
        String url = "jdbc:derby:" + home.resolve("data/fuscia");
        T answer;
        // The schema is that of the user whom the server connects as.
        try (Connection connection = DriverManager.getConnection(url, "fuscia", "fuscia")) {
            answer = question.ask(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        try {
            DriverManager.getConnection(url + ";shutdown=true").close();
        } catch (SQLException e) {
            // This is how Derby says that it is shut down.
            if (!"08006".equals(e.getSQLState())) {
                throw new IllegalStateException(e);
            }
        }
        return answer;
    }

    /** Rows without what they belong to, rows that contradict each other, and files that do not match their rows. */
    void rows(Connection connection, Path files) throws SQLException {
        none(
                connection,
                "tasks without an execution",
                "SELECT COUNT(*) FROM task t WHERE NOT EXISTS"
                        + " (SELECT 1 FROM execution e WHERE e.execution_id = t.execution_id)");
        none(
                connection,
                "attempts without a task",
                "SELECT COUNT(*) FROM attempt a WHERE NOT EXISTS"
                        + " (SELECT 1 FROM task t WHERE t.execution_id = a.execution_id AND t.node_path = a.node_path"
                        + " AND t.iteration = a.iteration)");
        none(
                connection,
                "artifacts without an execution",
                "SELECT COUNT(*) FROM artifact a WHERE NOT EXISTS"
                        + " (SELECT 1 FROM execution e WHERE e.execution_id = a.execution_id)");
        none(
                connection,
                "keys without an execution",
                "SELECT COUNT(*) FROM idempotency_key k WHERE NOT EXISTS"
                        + " (SELECT 1 FROM execution e WHERE e.execution_id = k.execution_id)");
        none(
                connection,
                "unfinished tasks of finished executions",
                "SELECT COUNT(*) FROM task t JOIN execution e"
                        + " ON e.execution_id = t.execution_id WHERE e.ended_at IS NOT NULL AND t.ended_at IS NULL");
        none(
                connection,
                "unfinished attempts of finished tasks",
                "SELECT COUNT(*) FROM attempt a JOIN task t ON t.execution_id = a.execution_id AND t.node_path ="
                        + " a.node_path AND t.iteration = a.iteration WHERE t.ended_at IS NOT NULL AND a.ended_at IS"
                        + " NULL");
        none(
                connection,
                "tasks that count other attempts than there are",
                // The only attempt, if it succeeded and logged nothing, is told by the task's row alone.
                "SELECT COUNT(*) FROM task t"
                        + " WHERE (t.attempts <> 1 OR t.status <> 'succeeded' OR EXISTS (SELECT 1 FROM attempt b"
                        + " WHERE b.execution_id = t.execution_id AND b.node_path = t.node_path"
                        + " AND b.iteration = t.iteration)) AND t.attempts <> (SELECT COUNT(*) FROM attempt a WHERE a.execution_id = t.execution_id"
                        + " AND a.node_path = t.node_path AND a.iteration = t.iteration)");
        artifacts(connection, files);
    }

    private void none(Connection connection, String what, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            if (rows.getLong(1) > 0) {
                violations.add(rows.getLong(1) + " " + what);
            }
        }
    }

    private void artifacts(Connection connection, Path home) throws SQLException {
        Map<String, Path> files = files(home);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, byte_count, digest FROM artifact")) {
            while (rows.next()) {
                count("artifacts");
                Path file = files.remove(rows.getString(1));
                if (file == null) {
                    violations.add("artifact " + rows.getString(1) + " has no file");
                } else if (!digest(file).equals(rows.getString(3).strip())) {
                    violations.add("artifact " + rows.getString(1) + " does not match its digest");
                }
            }
        }
        files.forEach((name, file) -> count("files of attempts that were cut off before their rows"));
    }

    private static Map<String, Path> files(Path directory) {
        Map<String, Path> found = new HashMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                all.filter(Files::isRegularFile)
                        .forEach(file -> found.put(file.getFileName().toString(), file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static String digest(Path file) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void count(String what) {
        tally.merge(what, 1, Integer::sum);
    }
}
