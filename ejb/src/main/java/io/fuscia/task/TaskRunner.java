package io.fuscia.task;

/** Runs one attempt of a task. Thread-safe; every call runs on the caller's thread. */
public interface TaskRunner {
    /**
     * Runs the task and waits for its outcome. Ends soon after the timeout passes, the cancellation is asked for, or the
     * calling thread is interrupted (whose interrupt status is then set again).
     *
     * @return what came of it; expected failures are {@link TaskOutcome.Failed}, never exceptions
     */
    TaskOutcome run(TaskRequest request, Cancellation cancellation);
}
