package io.fuscia.workflow;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The stored workflows that a definition may call. Thread-safe. */
public interface WorkflowCatalog {
    /** A catalog without any workflow. */
    WorkflowCatalog EMPTY = new WorkflowCatalog() {
        @Override
        public Optional<Workflows.Locked> find(WorkflowId id, OptionalInt number) {
            return Optional.empty();
        }

        @Override
        public Optional<LockedWorkflow> read(LockedSubWorkflow locked) {
            return Optional.empty();
        }

        @Override
        public List<Integer> versions(WorkflowId id) {
            return List.of();
        }

        @Override
        public List<String> names() {
            return List.of();
        }
    };

    /**
     * A stored version of a workflow that was not deleted.
     *
     * @param number which one; empty: the current one
     */
    Optional<Workflows.Locked> find(WorkflowId id, OptionalInt number);

    /** What another workflow pinned, also of a workflow that was deleted since. */
    Optional<LockedWorkflow> read(LockedSubWorkflow locked);

    /** The numbers of its versions, newest first; empty if there is no such workflow. */
    List<Integer> versions(WorkflowId id);

    /** Some names, for suggestions. */
    List<String> names();
}
