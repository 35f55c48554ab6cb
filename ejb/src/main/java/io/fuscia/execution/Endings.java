package io.fuscia.execution;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Who waits for the end of which execution. Executions that end on this server are told at once; those that run elsewhere
 * are found by {@link Upkeep}, which asks the rows about {@link #awaited}. Thread-safe.
 */
final class Endings {
    private final Map<ExecutionId, List<Consumer<Optional<Execution>>>> waiting = new ConcurrentHashMap<>();

    /** Calls the action once when the execution is over, on any thread, unless the registration is closed before. */
    Registration add(ExecutionId id, Consumer<Optional<Execution>> action) {
        waiting.compute(id, (key, present) -> {
            List<Consumer<Optional<Execution>>> actions = present == null ? new CopyOnWriteArrayList<>() : present;
            actions.add(action);
            return actions;
        });
        return () -> waiting.computeIfPresent(id, (key, actions) -> {
            actions.remove(action);
            return actions.isEmpty() ? null : actions;
        });
    }

    /** Ends a wait. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * The execution is over, and that is stored.
     *
     * @param execution as it is now, if that is known here
     */
    void over(ExecutionId id, Optional<Execution> execution) {
        List<Consumer<Optional<Execution>>> actions = waiting.remove(id);
        if (actions != null) {
            actions.forEach(action -> action.accept(execution));
        }
    }

    /** The executions that somebody waits for. */
    Set<ExecutionId> awaited() {
        return Set.copyOf(waiting.keySet());
    }
}
