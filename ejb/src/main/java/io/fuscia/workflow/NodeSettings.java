package io.fuscia.workflow;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a node says about its own running; what it leaves out comes from the workflow.
 *
 * @param timeoutMs wall time of one attempt in milliseconds
 * @param maxRetryAttempts attempts after the first
 * @param retryBackoff how the delay between attempts grows
 * @param retryInitialDelayMs delay before the first retry in milliseconds
 * @param failWorkflow whether the node's failure fails the execution
 */
public record NodeSettings(
        OptionalLong timeoutMs,
        OptionalInt maxRetryAttempts,
        Optional<Backoff> retryBackoff,
        OptionalLong retryInitialDelayMs,
        boolean failWorkflow) {
    /** Everything as the workflow says; the node's failure fails the execution. */
    public static final NodeSettings DEFAULT =
            new NodeSettings(OptionalLong.empty(), OptionalInt.empty(), Optional.empty(), OptionalLong.empty(), true);

    public NodeSettings {
        Objects.requireNonNull(timeoutMs, "timeoutMs");
        Objects.requireNonNull(maxRetryAttempts, "maxRetryAttempts");
        Objects.requireNonNull(retryBackoff, "retryBackoff");
        Objects.requireNonNull(retryInitialDelayMs, "retryInitialDelayMs");
    }

    /** The policy that holds for the node: its own settings over the workflow's. */
    public RetryPolicy retryOver(RetryPolicy workflow) {
        return new RetryPolicy(
                maxRetryAttempts.orElse(workflow.maxRetryAttempts()),
                retryBackoff.orElse(workflow.backoff()),
                retryInitialDelayMs.orElse(workflow.initialDelayMs()),
                // A node that asks for a longer delay itself means it.
                Math.max(workflow.maxDelayMs(), retryInitialDelayMs.orElse(0)),
                workflow.jitter());
    }
}
