package io.fuscia.execution;

import java.time.Duration;
import java.util.Objects;

/**
 * What an operator may set.
 *
 * @param maxRunning how many executions run at once on this server; system property {@code fuscia.executions.running}
 * @param server this server's name in leases, unique in a cluster; {@code fuscia.server.name}, else the container's
 *     {@code jboss.node.name}
 * @param lease how long after its last heartbeat a server's executions are taken over by another;
 *     {@code fuscia.lease.seconds}
 * @param drain how long a server that stops or is suspended lets nodes finish before it interrupts them; their executions
 *     go on elsewhere or later; {@code fuscia.drain.seconds}, shorter than the lease
 * @param retryHold how long a retry may hold a thread while it waits; one due later is put aside;
 *     {@code fuscia.retry.hold.ms}
 * @param storagePatience how long a result waits for a database that does not answer; {@code fuscia.storage.patience.seconds}
 * @param longestOutput characters of JSON; an output that has more is a file among the artifacts instead of a column;
 *     {@code fuscia.output.row.characters}
 */
record ExecutionSettings(
        int maxRunning,
        String server,
        Duration lease,
        Duration drain,
        Duration retryHold,
        Duration storagePatience,
        int longestOutput) {
    static final int DEFAULT_LONGEST_OUTPUT = 64 * 1024;
    static final int DEFAULT_MAX_RUNNING = 128;
    static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);
    static final Duration DEFAULT_DRAIN = Duration.ofSeconds(15);
    static final Duration DEFAULT_RETRY_HOLD = Duration.ofSeconds(1);
    static final Duration DEFAULT_STORAGE_PATIENCE = Duration.ofSeconds(60);

    ExecutionSettings {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(lease, "lease");
        Objects.requireNonNull(drain, "drain");
        Objects.requireNonNull(retryHold, "retryHold");
        Objects.requireNonNull(storagePatience, "storagePatience");
        if (maxRunning < 1) {
            throw new IllegalArgumentException("at least one execution must be able to run, not " + maxRunning);
        }
        if (drain.compareTo(lease) >= 0) {
            throw new IllegalArgumentException(
                    "fuscia.drain.seconds must be less than fuscia.lease.seconds: " + drain + ", " + lease);
        }
    }

    static ExecutionSettings fromSystemProperties() {
        return new ExecutionSettings(
                Integer.getInteger("fuscia.executions.running", DEFAULT_MAX_RUNNING),
                System.getProperty("fuscia.server.name", System.getProperty("jboss.node.name", "fuscia")),
                Duration.ofSeconds(Long.getLong("fuscia.lease.seconds", DEFAULT_LEASE.toSeconds())),
                Duration.ofSeconds(Long.getLong("fuscia.drain.seconds", DEFAULT_DRAIN.toSeconds())),
                Duration.ofMillis(Long.getLong("fuscia.retry.hold.ms", DEFAULT_RETRY_HOLD.toMillis())),
                Duration.ofSeconds(
                        Long.getLong("fuscia.storage.patience.seconds", DEFAULT_STORAGE_PATIENCE.toSeconds())),
                Integer.getInteger("fuscia.output.row.characters", DEFAULT_LONGEST_OUTPUT));
    }
}
