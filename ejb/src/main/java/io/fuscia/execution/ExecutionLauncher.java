package io.fuscia.execution;

import io.fuscia.workflow.LockedWorkflow;

/**
 * Starts what calls {@link NodeRunner} for every node, each after all nodes it depends on. The batch module implements
 * it as a CDI bean. Thread-safe.
 */
public interface ExecutionLauncher {
    /** The job that runs the workflow, as JSL; the same for the same workflow. */
    String compile(LockedWorkflow workflow);

    /**
     * Starts a job and returns at once. The job calls {@link NodeRunner#run} for every node of the outermost graph
     * (for a loop as often and at the same time as {@link NodeRunner#partitions} says), and,
     * after its last node, {@link Executions#jobEnded} exactly once, also when the job itself broke. An execution may
     * have several jobs at once: one is launched when a retry is due while other nodes still run.
     *
     * @throws RuntimeException if no job was started; then {@code jobEnded} is not called
     */
    void launch(ExecutionId id, LockedWorkflow workflow);

    /**
     * Runs the task on a thread of its own, at once, if there is one; nothing is ever queued, so whoever waits for the
     * task waits for something that runs.
     *
     * @return whether there was a thread; if not, the task is not run
     */
    default boolean offer(Runnable task) {
        return false;
    }

    /** The execution is over and is being removed: nothing needs to be known of its jobs any more. */
    default void forget(ExecutionId id) {}

    /** Asks the execution's jobs to end early; the nodes that run were interrupted already. Does nothing if none runs. */
    void stop(ExecutionId id);
}
