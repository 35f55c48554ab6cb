package io.fuscia.execution;

import io.fuscia.artifact.ArtifactLimits;
import io.fuscia.artifact.Artifacts;
import io.fuscia.artifact.DataDirectory;
import io.fuscia.host.KeyValueScopes;
import io.fuscia.input.Conditions;
import io.fuscia.input.InputEvaluator;
import io.fuscia.input.JsonSchemas;
import io.fuscia.storage.TestDatabase;
import io.fuscia.task.Cancellation;
import io.fuscia.task.TaskRunner;
import io.fuscia.workflow.LockedWorkflow;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The real machinery over a real database, for tests of other modules. In real time, or on a clock that moves only when
 * told and without a timer of its own: then what happens, and when, is up to the test. Thread-safe.
 */
public final class EngineUnderTest implements AutoCloseable {
    private static final long TICK_MILLISECONDS = 20;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final AtomicLong looks = new AtomicLong();
    private final Map<Long, CountDownLatch> waits = new ConcurrentHashMap<>();
    private final Map<String, LockedWorkflow> workflows = new ConcurrentHashMap<>();
    private final TestDatabase database = new TestDatabase();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutionEngine engine;
    /** Never written to: no output is too large for a row. */
    private final Artifacts artifacts = new Artifacts(
            database,
            new DataDirectory(Path.of(System.getProperty("java.io.tmpdir"), "fuscia-no-files")),
            ArtifactLimits.DEFAULT,
            Clock.systemUTC());

    private EngineUnderTest(TaskRunner tasks, ExecutionLauncher launcher, Timing given, int maxRunning) {
        JsonSchemas schemas = new JsonSchemas();
        Timing timing = given != null
                ? given
                : new Timing(() -> Instant.ofEpochMilli(clock.get()), looks::get, this::await, () -> 0.25);
        engine = new ExecutionEngine(
                new ExecutionSettings(
                        maxRunning,
                        "test",
                        Duration.ofDays(10_000),
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Integer.MAX_VALUE),
                timing,
                database,
                database::dialect,
                (id, number) -> new WorkflowSource.Version(1, workflows.get(id.value())),
                tasks,
                () -> launcher,
                new InputEvaluator(schemas),
                schemas,
                new Conditions(),
                artifacts,
                new KeyValueScopes(database, 1_000));
    }

    /**
     * On a clock that stands still; the random part of retry delays is a quarter.
     *
     * @param launcher runs jobs; must call {@link #nodes} and {@link #executions} back
     */
    public static EngineUnderTest stepped(TaskRunner tasks, ExecutionLauncher launcher) {
        EngineUnderTest made = steppedAndClosed(tasks, launcher, 128);
        made.open();
        return made;
    }

    /** On a clock that stands still; what is started stays pending until {@link #open}. */
    static EngineUnderTest steppedAndClosed(TaskRunner tasks, ExecutionLauncher launcher, int maxRunning) {
        return new EngineUnderTest(tasks, launcher, null, maxRunning);
    }

    /** Lets executions run, without a timer. */
    void open() {
        engine.upkeep().begin();
    }

    /** As on the server, with so many executions at once; call {@link #begin} when the launcher can call back. */
    public static EngineUnderTest inRealTime(TaskRunner tasks, ExecutionLauncher launcher, int maxRunning) {
        return new EngineUnderTest(tasks, launcher, Timing.system(InstantSource.system()), maxRunning);
    }

    /** Lets executions run, with a timer. */
    public void begin() {
        engine.upkeep().begin();
        var ticking =
                timer.scheduleWithFixedDelay(this::tick, TICK_MILLISECONDS, TICK_MILLISECONDS, TimeUnit.MILLISECONDS);
        if (ticking.isCancelled()) {
            throw new IllegalStateException("the timer does not run");
        }
    }

    private void await(Cancellation cancellation, long milliseconds) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        long due = clock.get() + milliseconds;
        waits.put(due, latch);
        try (Cancellation.Registration registration = cancellation.onCancel(latch::countDown)) {
            latch.await();
        } finally {
            waits.remove(due, latch);
        }
    }

    public void define(LockedWorkflow workflow) {
        workflows.put(workflow.definition().id().value(), workflow);
    }

    public Executions executions() {
        return engine.executions();
    }

    public NodeRunner nodes() {
        return engine.nodeRunner();
    }

    public long now() {
        return clock.get();
    }

    public void moveTo(long time) {
        clock.set(time);
    }

    /** What the timer does; every look is due. */
    public void tick() {
        looks.addAndGet(10_000);
        engine.upkeep().tick();
    }

    /** Ends the wait for the retry that is due at this time. */
    public void endWait(long due) {
        CountDownLatch latch = waits.get(due);
        if (latch != null) {
            latch.countDown();
        }
    }

    /** An execution that exists, without its tasks. */
    public Execution row(ExecutionId id) {
        return new ExecutionQueries(database, new LargeOutputs(artifacts, Integer.MAX_VALUE))
                .execution(id)
                .orElseThrow();
    }

    /** When the waits that threads are in will end. */
    public List<Long> waits() {
        List<Long> dues = new ArrayList<>(waits.keySet());
        Collections.sort(dues);
        return dues;
    }

    /**
     * {@code path@iteration=status} of every node that ended in a graph that runs now, when those that wait for a retry
     * are due, and of every loop that runs how many iterations ended and wait and how many workers it has; empty if it does not run here.
     */
    public Optional<List<String>> endedInMemory(ExecutionId id) {
        return engine.running().find(id).map(execution -> {
            List<String> ended = new ArrayList<>();
            execution.runs().forEach(run -> run.graph().nodes().forEach(node -> {
                String name = run.path(node.id()) + "@" + run.iteration();
                NodeSlot slot = run.slot(node.id());
                run.progress()
                        .result(node.id())
                        .ifPresentOrElse(
                                end -> ended.add(name + "=" + end.status().text()), () -> slot.retryDueAt()
                                        .filter(due -> !slot.isBusy())
                                        .ifPresent(due -> ended.add(name + " due " + due)));
            }));
            for (LoopRun loop : execution.loops()) {
                ended.add(loop.around().path(loop.id()) + "@" + loop.around().iteration() + " ended "
                        + loop.endedCount() + " waiting " + loop.waitingCount() + " workers " + loop.workers());
            }
            Collections.sort(ended);
            return ended;
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
        waits.values().forEach(CountDownLatch::countDown);
        engine.upkeep().end();
        database.close();
    }
}
