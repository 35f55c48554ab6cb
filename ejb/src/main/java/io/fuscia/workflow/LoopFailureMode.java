package io.fuscia.workflow;

/** What a failed iteration means for the loop. */
public enum LoopFailureMode {
    /** Cancels the iterations that run, starts no more, and the loop fails. */
    STOP_AND_FAIL,
    /** Cancels the iterations that run, starts no more; the loop ends with errors. */
    STOP_WITH_ERRORS,
    /** Goes on with the other items; the loop ends with errors. */
    CONTINUE
}
