package io.fuscia.workflow;

/** Ranges of a workflow's settings: wide enough for every honest use, narrow enough that nothing overflows later. */
final class DefinitionLimits {
    static final int NAME = 200;
    static final int DESCRIPTION = 10_000;
    /** Nodes of one workflow, nested ones included. */
    static final int NODES = 10_000;
    /** Edges of one graph. */
    static final int EDGES = 50_000;
    /** Loops inside each other. */
    static final int LOOP_DEPTH = 8;
    /** 30 days. */
    static final long TIMEOUT_MS = 30L * 24 * 3600 * 1000;

    static final int RETRIES = 100;
    /** One day. */
    static final long DELAY_MS = 24L * 3600 * 1000;
    /** Of a poll: at most about 24 days, at least half a second. */
    static final long INTERVAL_MS = Integer.MAX_VALUE;

    static final long LEAST_INTERVAL_MS = 500;
    /** Workflows that call each other. */
    static final int CALL_DEPTH = 16;
    /** Executions that one start may start, not counting how often loops go round. */
    static final int CALLS = 10_000;

    static final int CONCURRENCY = 1000;
    /** Iterations at once of a parallel loop that does not say. */
    static final int DEFAULT_CONCURRENCY = 10;

    private DefinitionLimits() {}
}
