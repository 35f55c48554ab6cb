package io.fuscia.execution;

import java.util.List;
import java.util.Optional;

/** A change of one execution's rows that is made whole or not at all, together with those of others. */
sealed interface ExecutionWrite {
    /** Rows of tasks and attempts that come with it. */
    List<TaskRows> tasks();

    /** All pairs that its components share, as JSON text; empty if they did not change. */
    default Optional<String> pairs() {
        return Optional.empty();
    }

    /** Whose rows they are. */
    ExecutionId id();

    /** A new execution, with the caller's key if it gave one. */
    record Accept(ExecutionRecord row, Optional<IdempotencyRecord> key) implements ExecutionWrite {
        @Override
        public ExecutionId id() {
            return new ExecutionId(row.id);
        }

        @Override
        public List<TaskRows> tasks() {
            return List.of();
        }
    }

    /** What became of nodes, while the execution runs or is paused. */
    record Progress(ExecutionId id, long epoch, List<TaskRows> tasks, Optional<String> pairs)
            implements ExecutionWrite {}

    /**
     * Its end.
     *
     * @param at milliseconds since the epoch
     * @param inner whether it has loops or calls others, which may have left tasks and attempts behind
     */
    record End(
            ExecutionId id,
            long epoch,
            ExecutionStatus status,
            Optional<TaskError> error,
            long at,
            List<TaskRows> tasks,
            boolean inner,
            Optional<String> pairs)
            implements ExecutionWrite {}

    /**
     * Sleep until its next retry is due.
     *
     * @param wakeAt milliseconds since the epoch
     */
    record Sleep(ExecutionId id, long epoch, long wakeAt, List<TaskRows> tasks, Optional<String> pairs)
            implements ExecutionWrite {}

    /** Rows that it has, about. */
    static int rows(ExecutionWrite write) {
        return 1 + 2 * write.tasks().size();
    }
}
