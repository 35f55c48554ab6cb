package io.fuscia.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.JsonSchemas;
import io.fuscia.storage.Dialect;
import io.fuscia.storage.TestDatabase;
import io.fuscia.workflow.document.DocumentFormat;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkflowsTest {
    private static final String ECHO = """
        workflow_id: %s
        name: %s
        nodes:
          - {node_id: start, type: trigger}
          - {node_id: echo, type: component, name: fuscia/echo, task_name: echo, inputs: {n: %d}}
        edges: [[start, echo]]
        """;

    private final TestDatabase database = new TestDatabase();
    private final Workflows workflows = over(database);

    private static Workflows over(TestDatabase database) {
        JsonSchemas schemas = new JsonSchemas();
        return new Workflows(
                database,
                new DefinitionParser(),
                new WorkflowResolver(TestCatalog.ofExamples(), schemas),
                new LockedWorkflowReader(schemas),
                workflow -> "<job id=\"" + workflow.definition().id() + "\"/>",
                Clock.fixed(Instant.ofEpochMilli(1000), ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Workflows.Applied apply(String id, int n) {
        return workflows.apply(ECHO.formatted(id, "Echo", n), DocumentFormat.YAML);
    }

    @Test
    void storesAndFindsAgain() {
        Workflows.Applied applied = apply("a", 1);

        assertThat(applied.created()).isTrue();
        assertThat(applied.first()).isTrue();
        assertThat(applied.version().number()).isEqualTo(1);
        WorkflowVersion found = over(database).version(new WorkflowId("a"), OptionalInt.empty());
        assertThat(found).isEqualTo(applied.version());
        assertThat(found.jsl()).isEqualTo("<job id=\"a\"/>");
        assertThat(found.source()).isEqualTo(ECHO.formatted("a", "Echo", 1));
        assertThat(workflows.find(new WorkflowId("a"))).contains(applied.workflow());
        assertThat(workflows.find(new WorkflowId("b"))).isEmpty();
    }

    @Test
    void identicalContentIsTheSameVersionInWhateverWayItIsWritten() {
        Workflows.Applied first = apply("a", 1);
        String json =
                DefinitionWriter.write(first.version().workflow().definition()).toString();

        Workflows.Applied again = workflows.apply(json, DocumentFormat.JSON);

        assertThat(again.created()).isFalse();
        assertThat(again.version()).isEqualTo(first.version());
        assertThat(workflows.versions(new WorkflowId("a"))).hasSize(1);
    }

    @Test
    void otherContentIsTheNextVersion() {
        apply("a", 1);
        Workflows.Applied second = apply("a", 2);

        assertThat(second.created()).isTrue();
        assertThat(second.first()).isFalse();
        assertThat(second.version().number()).isEqualTo(2);
        assertThat(workflows.versions(new WorkflowId("a")))
                .extracting(Workflows.VersionSummary::number, Workflows.VersionSummary::current)
                .containsExactly(tuple(2, true), tuple(1, false));
    }

    @Test
    void applyingOlderContentMakesItCurrentAgain() {
        apply("a", 1);
        apply("a", 2);

        Workflows.Applied back = apply("a", 1);

        assertThat(back.created()).isFalse();
        assertThat(back.version().number()).isEqualTo(1);
        assertThat(workflows.locked(new WorkflowId("a"), OptionalInt.empty()).number())
                .isEqualTo(1);
        assertThat(apply("a", 3).version().number()).isEqualTo(3);
    }

    @Test
    void readsLockedWorkflowsFromMemoryOrRows() {
        LockedWorkflow locked = apply("a", 1).version().workflow();
        Workflows other = over(database);

        assertThat(other.locked(new WorkflowId("a"), OptionalInt.of(1)).workflow())
                .isEqualTo(locked);
        assertThat(other.locked(new WorkflowId("a"), OptionalInt.empty()).workflow())
                .isEqualTo(locked);
    }

    @Test
    void noticesAStoredWorkflowThatWasChanged() throws SQLException {
        apply("a", 1);
        String change = "UPDATE workflow_version SET locked = '{}'";
        assertThatThrownBy(() -> execute(change)).isInstanceOf(SQLException.class);
        // Whoever owns the database can still do it.
        execute("DROP TRIGGER workflow_version_fixed"
                + (database.dialect() == Dialect.POSTGRESQL ? " ON workflow_version" : ""));
        execute(change);

        assertThatThrownBy(() -> over(database).version(new WorkflowId("a"), OptionalInt.empty()))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DIGEST_MISMATCH));
    }

    @Test
    void tellsMissingWorkflowsFromMissingVersions() {
        apply("a", 1);

        assertCode(ErrorCode.WORKFLOW_NOT_FOUND, () -> workflows.version(new WorkflowId("b"), OptionalInt.empty()));
        assertCode(ErrorCode.WORKFLOW_NOT_FOUND, () -> workflows.version(new WorkflowId("b"), OptionalInt.of(1)));
        assertCode(
                ErrorCode.WORKFLOW_VERSION_NOT_FOUND, () -> workflows.version(new WorkflowId("a"), OptionalInt.of(2)));
        assertCode(
                ErrorCode.WORKFLOW_VERSION_NOT_FOUND, () -> workflows.locked(new WorkflowId("a"), OptionalInt.of(2)));
        assertCode(ErrorCode.WORKFLOW_NOT_FOUND, () -> workflows.versions(new WorkflowId("b")));
        assertCode(ErrorCode.WORKFLOW_NOT_FOUND, () -> workflows.delete(new WorkflowId("b")));
    }

    @Test
    void storesNothingThatIsNotValid() {
        assertCode(
                ErrorCode.INVALID_DEFINITION,
                () -> workflows.apply("{\"workflow_id\": \"a\", \"name\": \"x\", \"nodes\": []}", DocumentFormat.JSON));
        assertThat(workflows.list(Optional.empty(), 10).workflows()).isEmpty();
    }

    @Test
    void listsPageByPage() {
        for (int i = 0; i < 5; i++) {
            apply("w" + i, i);
        }
        List<String> seen = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            WorkflowPage page = workflows.list(cursor, 2);
            page.workflows().forEach(workflow -> seen.add(workflow.id().value()));
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(seen).containsExactly("w0", "w1", "w2", "w3", "w4");
        assertCode(ErrorCode.INVALID_REQUEST, () -> workflows.list(Optional.of("?!"), 2));
        assertCode(ErrorCode.INVALID_REQUEST, () -> workflows.list(Optional.empty(), 0));
        assertCode(ErrorCode.INVALID_REQUEST, () -> workflows.list(Optional.empty(), 501));
    }

    @Test
    void deletedWorkflowsCannotBeFoundButTheirVersionsCanAndNumbersGoOn() {
        apply("a", 1);
        workflows.delete(new WorkflowId("a"));
        workflows.delete(new WorkflowId("a"));

        assertThat(workflows.find(new WorkflowId("a"))).isEmpty();
        assertThat(workflows.list(Optional.empty(), 10).workflows()).isEmpty();
        assertCode(ErrorCode.WORKFLOW_NOT_FOUND, () -> workflows.locked(new WorkflowId("a"), OptionalInt.empty()));
        assertThat(workflows.locked(new WorkflowId("a"), OptionalInt.of(1)).number())
                .isEqualTo(1);
        Workflows.Applied anew = apply("a", 2);
        assertThat(anew.first()).isTrue();
        assertThat(anew.version().number()).isEqualTo(2);
    }

    @Test
    void isNotDeletedWhileExecutionsRun() throws SQLException {
        apply("a", 1);
        execute("INSERT INTO execution (execution_id, workflow_id, workflow_version, workflow_digest, trigger_node,"
                + " status, payload, created_at, owner, epoch)"
                + " VALUES ('e', 'a', 1, 'sha256:0', 'start', 'pending', '{}', 1, 'me', 1)");

        assertCode(ErrorCode.WORKFLOW_IN_USE, () -> workflows.delete(new WorkflowId("a")));

        execute("UPDATE execution SET status = 'cancelled', ended_at = 2");
        workflows.delete(new WorkflowId("a"));
    }

    @Test
    void knowsWhoUsesAComponent() {
        apply("a", 1);
        apply("a", 2);
        apply("b", 1);

        assertThat(workflows.usersOf("fuscia/echo", "1.0.0"))
                .containsExactly("workflow a version 1", "workflow a version 2", "workflow b version 1");
        assertThat(workflows.usersOf("fuscia/echo", "2.0.0")).isEmpty();
        workflows.delete(new WorkflowId("a"));
        assertThat(workflows.usersOf("fuscia/echo", "1.0.0")).containsExactly("workflow b version 1");
    }

    @Test
    void identicalDefinitionsAppliedAtOnceGiveOneVersion() throws Exception {
        List<Workflows.Applied> results = atOnce(8, index -> () -> apply("same", 1));

        assertThat(results).extracting(applied -> applied.version().number()).containsOnly(1);
        assertThat(results).filteredOn(Workflows.Applied::created).hasSize(1);
        assertThat(workflows.versions(new WorkflowId("same"))).hasSize(1);
    }

    @Test
    void differentDefinitionsAppliedAtOnceGetNumbersOfTheirOwn() throws Exception {
        List<Workflows.Applied> results = atOnce(8, index -> () -> apply("many", index));

        assertThat(results)
                .extracting(applied -> applied.version().number())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 8).boxed().toList());
    }

    private static <T> List<T> atOnce(int count, java.util.function.IntFunction<Callable<T>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        CountDownLatch go = new CountDownLatch(1);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Callable<T> each = work.apply(i);
                futures.add(threads.submit(() -> {
                    go.await();
                    return each.call();
                }));
            }
            go.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static void assertCode(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(FusciaException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
