package io.fuscia.offline;

import io.fuscia.component.Components;
import io.fuscia.execution.Attempt;
import io.fuscia.execution.Execution;
import io.fuscia.execution.ExecutionDetail;
import io.fuscia.execution.ExecutionId;
import io.fuscia.execution.Executions;
import io.fuscia.execution.StartRequest;
import io.fuscia.execution.Task;
import io.fuscia.execution.Upkeep;
import io.fuscia.workflow.WorkflowId;
import io.fuscia.workflow.Workflows;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The engine of the server, put together by the same wiring, in this process. Not thread-safe. Close it to stop its
 * threads and delete its files.
 */
final class OfflineEngine implements AutoCloseable {
    /** How often nothing may be found to do before something is wrong. */
    private static final int MOST_IDLE = 100;

    private final SeContainer container;

    private OfflineEngine(SeContainer container) {
        this.container = container;
    }

    /** Starts it. */
    static OfflineEngine start() {
        // Every retry is put aside, so that the clock can be put forward instead of waiting.
        System.setProperty("fuscia.retry.hold.ms", "0");
        OfflineEngine engine =
                new OfflineEngine(SeContainerInitializer.newInstance().initialize());
        engine.get(Upkeep.class).begin();
        return engine;
    }

    private <T> T get(Class<T> type) {
        return container.select(type).get();
    }

    /** Installs every folder in this one that holds a {@code manifest.json} and a {@code component.wasm}. */
    void install(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path each : inside.sorted(Comparator.naturalOrder()).toList()) {
                if (Files.isRegularFile(each.resolve("manifest.json"))) {
                    get(Components.class)
                            .install(
                                    ExpectFileReader.bytes(each.resolve("manifest.json")),
                                    ExpectFileReader.bytes(each.resolve("component.wasm")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    /** Stores a workflow. @throws io.fuscia.failure.FusciaException with violations if it is not valid */
    WorkflowId apply(Path file) {
        return get(Workflows.class)
                .apply(
                        io.fuscia.workflow.document.DocumentReader.decode(ExpectFileReader.bytes(file)),
                        ExpectFileReader.format(file))
                .workflow()
                .id();
    }

    /**
     * What a test came to.
     *
     * @param called the executions that it called, and those that they called
     */
    record Run(ExecutionDetail detail, List<ExecutionDetail> called, List<TaskName> unusedMocks) {}

    /** Runs a workflow to its end. */
    Run run(WorkflowId workflow, TestCase test) {
        MockedTasks tasks = get(MockedTasks.class);
        tasks.begin(test.mocks(), this::called);
        ExecutionId id = get(Executions.class)
                .start(new StartRequest(
                        workflow,
                        OptionalInt.empty(),
                        test.trigger(),
                        test.payload(),
                        Optional.empty(),
                        Optional.empty()))
                .execution()
                .id();
        int idle = 0;
        while (!execution(id).status().isTerminal()) {
            if (get(SequentialLauncher.class).runAll()) {
                idle = 0;
            } else if (++idle < MOST_IDLE) {
                wake(id);
            } else {
                throw new IllegalStateException("execution " + id + " does not go on");
            }
        }
        List<ExecutionDetail> all = withCalled(id);
        return new Run(all.get(0), all.subList(1, all.size()), tasks.unused());
    }

    private Optional<WorkflowId> called(ExecutionId id) {
        return get(Executions.class)
                .summary(id)
                .filter(execution -> execution.parent().isPresent())
                .map(Execution::workflowId);
    }

    /** The execution, and behind it those that it called. */
    private List<ExecutionDetail> withCalled(ExecutionId id) {
        List<ExecutionDetail> all = new ArrayList<>();
        collect(id, all);
        return all;
    }

    private void collect(ExecutionId id, List<ExecutionDetail> into) {
        ExecutionDetail detail = get(Executions.class).find(id).orElseThrow();
        into.add(detail);
        for (Task task : detail.tasks()) {
            for (Attempt attempt : task.attempts()) {
                attempt.child().ifPresent(child -> collect(child, into));
            }
        }
    }

    private Execution execution(ExecutionId id) {
        return get(Executions.class).find(id).orElseThrow().execution();
    }

    /** Puts the clock forward to the next retry, and lets the engine see that it is due. */
    private void wake(ExecutionId id) {
        Optional<Instant> due = withCalled(id).stream()
                .flatMap(detail -> detail.tasks().stream())
                .flatMap(task -> task.retryDueAt().stream())
                .min(Comparator.naturalOrder());
        due.ifPresent(get(OfflineClock.class)::forwardTo);
        get(Upkeep.class).wake();
    }

    @Override
    public void close() {
        get(Upkeep.class).end();
        container.close();
    }
}
