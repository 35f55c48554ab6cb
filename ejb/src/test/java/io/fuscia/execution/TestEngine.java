package io.fuscia.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.artifact.ArtifactLimits;
import io.fuscia.artifact.Artifacts;
import io.fuscia.artifact.DataDirectory;
import io.fuscia.artifact.Digest;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.host.KeyValueScopes;
import io.fuscia.input.Conditions;
import io.fuscia.input.InputEvaluator;
import io.fuscia.input.JsonSchemas;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.storage.TestDatabase;
import io.fuscia.storage.Transactions;
import io.fuscia.workflow.DefinitionParser;
import io.fuscia.workflow.Graph;
import io.fuscia.workflow.LockedSubWorkflow;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.NodeDefinition;
import io.fuscia.workflow.NodePath;
import io.fuscia.workflow.WorkflowDefinition;
import io.fuscia.workflow.WorkflowId;
import io.fuscia.workflow.document.DocumentFormat;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The real machinery over a real database, with scripted tasks and a launcher of its own instead of a batch runtime. */
public final class TestEngine implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofMillis(100);

    /** Characters in a row. */
    static final int LONGEST_OUTPUT = 2_000;

    final TestDatabase database;
    private final Path files;
    final ScriptedTasks tasks;
    final ThreadedLauncher launcher = new ThreadedLauncher();
    final ExecutionEngine engine;
    private final Map<WorkflowId, List<LockedWorkflow>> workflows;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final boolean ownsDatabase;
    private Future<?> ticking;
    final KeyValueScopes pairs;

    public TestEngine() {
        this(128);
    }

    TestEngine(int maxRunning) {
        this(maxRunning, DRAIN);
    }

    /** @param drain how long nodes may go on when it ends */
    TestEngine(int maxRunning, Duration drain) {
        this(new TestDatabase(), UnaryOperator.identity(), 1, maxRunning, drain);
    }

    /**
     * On a database that answers as the function says, with a timer that looks so many times as often.
     *
     * @param answers is given the database and gives what the engine uses
     */
    TestEngine(UnaryOperator<Transactions> answers, int hurry) {
        this(new TestDatabase(), answers, hurry, 128, DRAIN);
    }

    private TestEngine(
            TestDatabase database, UnaryOperator<Transactions> answers, int hurry, int maxRunning, Duration drain) {
        this(
                "test",
                database,
                answers.apply(database),
                hurry,
                new ScriptedTasks(),
                new ConcurrentHashMap<>(),
                temporary(),
                maxRunning,
                drain,
                true);
    }

    private TestEngine(
            String server,
            TestDatabase database,
            Transactions transactions,
            int hurry,
            ScriptedTasks tasks,
            Map<WorkflowId, List<LockedWorkflow>> workflows,
            Path files,
            int maxRunning,
            Duration drain,
            boolean ownsDatabase) {
        this.database = database;
        this.tasks = tasks;
        this.workflows = workflows;
        this.files = files;
        this.ownsDatabase = ownsDatabase;
        pairs = new KeyValueScopes(transactions, 1_000);
        Timing real = Timing.system(InstantSource.system());
        JsonSchemas schemas = new JsonSchemas();
        engine = new ExecutionEngine(
                new ExecutionSettings(
                        maxRunning,
                        server,
                        Duration.ofSeconds(30),
                        drain,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(200),
                        LONGEST_OUTPUT),
                new Timing(real.clock(), () -> hurry * real.elapsed().getAsLong(), real.retryWait(), real.jitter()),
                transactions,
                database::dialect,
                this::version,
                tasks,
                () -> launcher,
                new InputEvaluator(schemas),
                schemas,
                new Conditions(),
                new Artifacts(transactions, new DataDirectory(files), ArtifactLimits.DEFAULT, Clock.systemUTC()),
                pairs);
        launcher.callBack(engine.nodeRunner(), engine.executions());
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("fuscia-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another server's life on the same rows, as after a crash of this one. */
    TestEngine afterCrash() {
        crash();
        TestEngine next = new TestEngine("test", database, database, 1, tasks, workflows, files, 128, DRAIN, false);
        return next.begin();
    }

    /** Another server on the same rows, which lives at the same time. */
    TestEngine beside(String server) {
        return new TestEngine(server, database, database, 1, tasks, workflows, files, 128, DRAIN, false).begin();
    }

    /** Nothing happens here any more; the guests that run never come to an end. */
    void crash() {
        ticking.cancel(false);
        timer.shutdownNow();
        launcher.crash();
    }

    public TestEngine begin() {
        engine.upkeep().begin();
        ticking = timer.scheduleWithFixedDelay(engine.upkeep()::tick, 20, 20, TimeUnit.MILLISECONDS);
        return this;
    }

    public Executions executions() {
        return engine.executions();
    }

    public WorkflowSource.Version version(WorkflowId id, OptionalInt number) {
        List<LockedWorkflow> versions = workflows.get(id);
        if (versions == null) {
            throw new FusciaException(ErrorCode.WORKFLOW_NOT_FOUND, "there is no workflow " + id);
        }
        int which = number.orElse(versions.size());
        return new WorkflowSource.Version(which, versions.get(which - 1));
    }

    void forget(String workflow) {
        workflows.remove(new WorkflowId(workflow));
    }

    /** Defines a workflow, or a new version of it; its nodes of type component need a node_id only. */
    public void workflow(String yaml) {
        WorkflowDefinition definition = new DefinitionParser()
                .parse(
                        yaml.replace("type: component", "type: component, name: test/task, task_name: run"),
                        DocumentFormat.YAML)
                .orThrow();
        Map<NodePath, LockedSubWorkflow> called = new HashMap<>();
        pin(definition.graph(), List.of(), called);
        workflows
                .computeIfAbsent(definition.id(), first -> new java.util.concurrent.CopyOnWriteArrayList<>())
                .add(new LockedWorkflow(definition, Map.of(), called, Digest.of(yaml)));
    }

    /** What a workflow calls must have been defined before. */
    private void pin(Graph graph, List<NodeId> around, Map<NodePath, LockedSubWorkflow> called) {
        for (NodeDefinition node : graph.nodes()) {
            List<NodeId> path = new ArrayList<>(around);
            path.add(node.id());
            node.nested().forEach(body -> pin(body, path, called));
            if (node instanceof NodeDefinition.SubWorkflow sub) {
                int version = sub.version().orElse(workflows.get(sub.workflow()).size());
                LockedWorkflow locked = workflows.get(sub.workflow()).get(version - 1);
                called.put(
                        new NodePath(path),
                        new LockedSubWorkflow(
                                sub.workflow(),
                                version,
                                locked.digest(),
                                locked.onlyTrigger().orElseThrow(),
                                locked.definition().inputSchema()));
            }
        }
    }

    /** A manual trigger named start, component nodes, and edges as given. */
    void workflow(String name, String nodes, String... edges) {
        StringBuilder yaml = new StringBuilder("workflow_id: " + name + "\nname: " + name + "\nnodes:\n"
                + "  - {node_id: start, type: trigger, trigger_type: manual}\n");
        nodes.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> yaml.append("  - ")
                .append(line)
                .append('\n'));
        yaml.append("edges:\n");
        for (String edge : edges) {
            String[] ends = edge.split(" -> | when ", -1);
            yaml.append("  - {from: ").append(ends[0]).append(", to: ").append(ends[1]);
            if (ends.length > 2) {
                yaml.append(", when: '").append(ends[2]).append("'");
            }
            yaml.append("}\n");
        }
        workflow(yaml.toString());
    }

    ExecutionId start(String workflow) {
        return start(workflow, "{}");
    }

    ExecutionId start(String workflow, String payload) {
        JsonValue json = JsonValues.parse(payload).orElseThrow();
        return executions()
                .start(StartRequest.of(new WorkflowId(workflow), json))
                .execution()
                .id();
    }

    public ExecutionDetail ended(ExecutionId id) {
        return when(id, detail -> detail.execution().status().isTerminal());
    }

    ExecutionDetail when(ExecutionId id, java.util.function.Predicate<ExecutionDetail> condition) {
        await(() -> condition.test(detail(id)));
        return detail(id);
    }

    ExecutionDetail detail(ExecutionId id) {
        return executions().find(id).orElseThrow();
    }

    static void await(BooleanSupplier condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(condition::getAsBoolean);
    }

    public static Task task(ExecutionDetail detail, String node) {
        return detail.tasks().stream()
                .filter(task -> task.node().toString().equals(node))
                .findFirst()
                .orElseThrow();
    }

    /** {@code node=status} of every task, in file order. */
    static List<String> statuses(ExecutionDetail detail) {
        return detail.tasks().stream()
                .map(task -> task.node() + "=" + task.status().text())
                .collect(Collectors.toList());
    }

    static void hasStatuses(ExecutionDetail detail, ExecutionStatus status, String... tasks) {
        assertThat(statuses(detail)).containsExactly(tasks);
        assertThat(detail.execution().status()).isEqualTo(status);
    }

    private static void delete(Path folder) {
        try (Stream<Path> below = Files.walk(folder)) {
            below.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        engine.upkeep().end();
        launcher.close();
        if (ownsDatabase) {
            database.close();
            delete(files);
        }
    }
}
