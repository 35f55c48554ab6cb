package io.fuscia.execution;

import java.util.Optional;

/**
 * All that can be done to executions from outside, and the one way to start one. Injectable ({@code @Inject}) in every
 * module; thread-safe.
 */
public final class Executions {
    /**
     * Accepts an execution: it is stored, durably, before this returns, and starts as soon as there is room.
     *
     * @throws io.fuscia.failure.FusciaException {@code WORKFLOW_NOT_FOUND}, {@code WORKFLOW_VERSION_NOT_FOUND},
     *     {@code TRIGGER_NOT_FOUND}, {@code INVALID_INPUT} (with violations) if the payload breaks the input schema,
     *     {@code IDEMPOTENCY_KEY_REUSED} if the key was used for another request, {@code IDEMPOTENCY_KEY_IN_USE} if it
     *     is being used right now, {@code STORAGE_UNAVAILABLE}
     */
    public Started start(StartRequest request) {
        throw new UnsupportedOperationException();
    }

    /** The execution with all its tasks; empty if there is none. */
    public Optional<ExecutionDetail> find(ExecutionId id) {
        throw new UnsupportedOperationException();
    }

    /**
     * Executions, newest first.
     *
     * @param cursor from {@link ExecutionPage#next} of a listing with the same filter; empty: from the newest
     * @param limit at most this many, 1 to 500
     * @throws io.fuscia.failure.FusciaException {@code INVALID_REQUEST} if cursor or limit are not valid
     */
    public ExecutionPage list(ExecutionFilter filter, Optional<String> cursor, int limit) {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends an execution early: what runs is interrupted at once, nothing more starts. Done again, it does nothing.
     *
     * @return the execution, perhaps not ended yet
     * @throws io.fuscia.failure.FusciaException {@code EXECUTION_NOT_FOUND}; {@code ILLEGAL_TRANSITION} if it is over
     */
    public Execution cancel(ExecutionId id) {
        throw new UnsupportedOperationException();
    }

    /**
     * Lets nodes that run finish and starts no more. Done again, it does nothing.
     *
     * @throws io.fuscia.failure.FusciaException {@code EXECUTION_NOT_FOUND}; {@code ILLEGAL_TRANSITION} if it is over or
     *     being cancelled
     */
    public Execution pause(ExecutionId id) {
        throw new UnsupportedOperationException();
    }

    /**
     * Goes on with a paused execution. Done again, it does nothing.
     *
     * @throws io.fuscia.failure.FusciaException {@code EXECUTION_NOT_FOUND}; {@code ILLEGAL_TRANSITION} if it is over or
     *     being cancelled
     */
    public Execution resume(ExecutionId id) {
        throw new UnsupportedOperationException();
    }

    /**
     * Tells that a job of the execution ended; for {@link ExecutionLauncher} only. When the last job of an execution
     * ended, its end, its waiting for a retry or its pause is stored.
     */
    public void jobEnded(ExecutionId id) {
        throw new UnsupportedOperationException();
    }
}
