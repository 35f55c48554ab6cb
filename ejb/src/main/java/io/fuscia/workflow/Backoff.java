package io.fuscia.workflow;

/** How the delay between attempts grows. */
public enum Backoff {
    /** Always the initial delay. */
    CONSTANT,
    /** The initial delay times the number of the failed attempt. */
    LINEAR,
    /** The initial delay doubled with every failed attempt. */
    EXPONENTIAL
}
