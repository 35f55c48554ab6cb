package io.fuscia.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.JsonValues;
import io.fuscia.storage.SqlWork;
import io.fuscia.storage.Transactions;
import io.fuscia.task.TaskOutcome;
import io.fuscia.task.TaskRequest;
import io.fuscia.workflow.NodePath;
import io.fuscia.workflow.WorkflowId;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A connection that breaks during a commit leaves open whether it was done. Whatever it was, nothing is lost, and what is
 * committed is not done again.
 */
@Timeout(240)
class LostAnswerTest {
    private static final int STARTS = 60;
    private static final int CLIENTS = 6;

    private final long seed = Long.getLong("fuscia.test.seed", System.nanoTime());
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final Queue<String> repeated = new ConcurrentLinkedQueue<>();
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private Unreliable unreliable;
    private TestEngine engine;

    /** Does what it is asked for, or not, and does not always tell. */
    private static final class Unreliable implements Transactions {
        private final Transactions database;
        private final Random random;
        private volatile double share;

        Unreliable(Transactions database, long seed) {
            this.database = database;
            this.random = new Random(seed);
        }

        @Override
        public <T> T run(Function<EntityManager, T> work) {
            fail("before");
            T result = database.run(work);
            fail("after");
            return result;
        }

        @Override
        public <T> T runSql(SqlWork<T> work) {
            fail("before");
            T result = database.runSql(work);
            fail("after");
            return result;
        }

        private void fail(String when) {
            if (random.nextDouble() < share) {
                throw new FusciaException(
                        ErrorCode.STORAGE_UNAVAILABLE, "the connection broke " + when + " the commit");
            }
        }
    }

    @BeforeEach
    void begin() {
        engine = new TestEngine(
                        database -> {
                            unreliable = new Unreliable(database, seed);
                            return unreliable;
                        },
                        20)
                .begin();
        for (String node : List.of("a", "b", "c", "work")) {
            engine.tasks.on(node, (request, token) -> call(request));
        }
    }

    @AfterEach
    void end() {
        unreliable.share = 0;
        clients.shutdownNow();
        engine.close();
    }

    /** A node runs: it must not be committed already. */
    private TaskOutcome call(TaskRequest request) {
        calls.merge(request.context().taskId(), 1, Integer::sum);
        try (Connection connection = engine.database.connect();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT node_path, iteration FROM task WHERE execution_id = ? AND status = 'succeeded'")) {
            select.setString(1, request.context().executionId());
            try (ResultSet done = select.executeQuery()) {
                while (done.next()) {
                    String id = Task.taskId(
                            new ExecutionId(request.context().executionId()),
                            NodePath.parse(done.getString(1)),
                            Iteration.parse(done.getString(2)));
                    if (id.equals(request.context().taskId())) {
                        repeated.add(id);
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return ScriptedTasks.succeeded(request.inputs());
    }

    private void define() {
        String component = "type: component";
        engine.workflow(
                "chain",
                "{node_id: a, " + component + "}\n{node_id: b, " + component + "}\n{node_id: c, " + component + "}",
                "start -> a",
                "a -> b",
                "b -> c");
        engine.workflow(
                "fan",
                "{node_id: a, " + component + "}\n{node_id: b, " + component + "}\n{node_id: c, " + component
                        + "}\n{node_id: j, type: join, join_strategy: all}",
                "start -> a",
                "start -> b",
                "start -> c",
                "a -> j",
                "b -> j",
                "c -> j");
        engine.workflow(
                "loop",
                "{node_id: each, type: loop, items: $.trigger.items, execution_mode: parallel, concurrency: 2, nodes: ["
                        + "{node_id: work, " + component + ", inputs: {v: $.item}}], edges: []}\n{node_id: a, "
                        + component + ", inputs: {all: $.each.output}}",
                "start -> each",
                "each -> a");
        engine.workflow("child", "{node_id: work, " + component + "}", "start -> work");
        engine.workflow(
                "parent",
                "{node_id: sub, type: workflow, workflow_id: child}\n{node_id: a, " + component + "}",
                "start -> sub",
                "sub -> a");
    }

    @Test
    void losesNothingAndRepeatsNothingThatIsCommitted() throws Exception {
        define();
        unreliable.share = 0.05;
        List<Future<ExecutionId>> started = new ArrayList<>();
        for (int start = 0; start < STARTS; start++) {
            String workflow = List.of("chain", "fan", "loop", "parent").get(start % 4);
            String key = "key-" + start;
            Callable<ExecutionId> client = () -> start(workflow, key);
            started.add(clients.submit(client));
        }
        List<ExecutionId> ids = new ArrayList<>();
        for (Future<ExecutionId> start : started) {
            ids.add(start.get());
        }
        TestEngine.await(() -> open() == 0);
        unreliable.share = 0;

        assertThat(Set.copyOf(ids)).as("seed %s", seed).hasSize(STARTS);
        assertThat(count("SELECT COUNT(*) FROM execution")).as("seed %s", seed).isEqualTo(STARTS + STARTS / 4);
        assertThat(repeated).as("seed %s", seed).isEmpty();
        for (ExecutionId id : ids) {
            ExecutionDetail detail = engine.detail(id);
            assertThat(detail.execution().status())
                    .as("seed %s, %s", seed, detail)
                    .isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(detail.tasks()).as("seed %s", seed).allSatisfy(this::hasAnAttemptForEachCall);
        }
    }

    private void hasAnAttemptForEachCall(Task task) {
        assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(calls.getOrDefault(task.taskId(), 0))
                .as(task.toString())
                .isLessThanOrEqualTo(task.attempts().size());
        for (int attempt = 0; attempt < task.attempts().size(); attempt++) {
            assertThat(task.attempts().get(attempt).number())
                    .as(task.toString())
                    .isEqualTo(attempt + 1);
        }
    }

    /** As a careful client: asks with the same key until it is answered. */
    private ExecutionId start(String workflow, String key) {
        JsonValue payload =
                JsonValues.parse("{\"items\": [1, 2, 3, 4, 5, 6, 7]}").orElseThrow();
        while (true) {
            try {
                return engine.executions()
                        .start(new StartRequest(
                                new WorkflowId(workflow),
                                OptionalInt.empty(),
                                Optional.empty(),
                                payload,
                                Optional.of(key),
                                Optional.empty()))
                        .execution()
                        .id();
            } catch (FusciaException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
            }
        }
    }

    private long open() {
        return count("SELECT COUNT(*) FROM execution WHERE ended_at IS NULL");
    }

    private long count(String query) {
        try (Connection connection = engine.database.connect();
                ResultSet row = connection.createStatement().executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
