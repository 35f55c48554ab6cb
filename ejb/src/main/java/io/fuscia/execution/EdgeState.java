package io.fuscia.execution;

/** What is known of one edge while its execution runs. */
enum EdgeState {
    /** Its source has not ended, or was stopped. */
    UNDECIDED,
    /** Its source succeeded and its condition, if any, holds. */
    TAKEN,
    /** Its source was skipped because nothing led to it, or its condition does not hold. */
    NOT_TAKEN,
    /** Its source failed, or was skipped because of a failure. */
    FAILED
}
