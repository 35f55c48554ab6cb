package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.workflow.WorkflowId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Which executions are restarted together: those that are over in this way, were not restarted before, and were created
 * in this time.
 *
 * @param status a terminal one that is not {@code succeeded}
 * @param errorCode of the execution
 * @param from first instant
 * @param until the instant after the last
 */
public record RestartFilter(
        Optional<WorkflowId> workflow,
        ExecutionStatus status,
        Optional<ErrorCode> errorCode,
        Optional<Instant> from,
        Optional<Instant> until) {
    public RestartFilter {
        Objects.requireNonNull(workflow, "workflow");
        Objects.requireNonNull(errorCode, "errorCode");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
        if (!status.isTerminal() || status == ExecutionStatus.SUCCEEDED) {
            throw new IllegalArgumentException("executions that are " + status.text() + " are not restarted together");
        }
    }
}
