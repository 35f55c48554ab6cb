package io.fuscia.execution;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * What follows for other executions when one ends: its caller goes on, and what it called is cancelled. Done on another
 * thread, because an end is stored under the lock of the execution that ends, and two such locks are never held at once;
 * if no thread is free, {@link Upkeep} does it. Thread-safe.
 */
final class AfterEnds {
    private record End(ExecutionId id, boolean calledOthers, Optional<ParentTask> parent) {}

    private final Supplier<Executions> executions;
    private final Supplier<ExecutionLauncher> threads;
    private final Queue<End> ends = new ConcurrentLinkedQueue<>();

    /** @param executions asked for when an execution has ended */
    AfterEnds(Supplier<Executions> executions, Supplier<ExecutionLauncher> threads) {
        this.executions = executions;
        this.threads = threads;
    }

    /** An execution's end is stored. */
    void add(RunningExecution execution) {
        if (!execution.callsOthers() && execution.parent().isEmpty()) {
            return;
        }
        ends.add(new End(execution.id(), execution.callsOthers(), execution.parent()));
        if (!threads.get().offer(this::work)) {
            System.getLogger(AfterEnds.class.getName())
                    .log(System.Logger.Level.DEBUG, "no thread is free; the next look at executions does it");
        }
    }

    /** Does what is there to do. What fails is found again by those who wait, when they look by themselves. */
    void work() {
        for (End end = ends.poll(); end != null; end = ends.poll()) {
            try {
                executions.get().afterEnd(end.id(), end.calledOthers(), end.parent());
            } catch (RuntimeException e) {
                System.getLogger(AfterEnds.class.getName())
                        .log(System.Logger.Level.WARNING, "after the end of execution " + end.id(), e);
            }
        }
    }
}
