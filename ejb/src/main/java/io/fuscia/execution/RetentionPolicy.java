package io.fuscia.execution;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How much of the past stays. Executions that are not over always stay; of the others the oldest go first.
 *
 * @param age longer ago than this they ended; empty: no limit
 * @param count how many stay; empty: no limit
 * @param bytes how much they take together, in characters and bytes of artifacts; empty: no limit
 */
public record RetentionPolicy(Optional<Duration> age, Optional<Long> count, Optional<Long> bytes) {
    /** No limit at all. */
    public static final RetentionPolicy EVERYTHING =
            new RetentionPolicy(Optional.empty(), Optional.empty(), Optional.empty());

    /** @throws IllegalArgumentException if a limit is negative */
    public RetentionPolicy {
        Objects.requireNonNull(age, "age");
        Objects.requireNonNull(count, "count");
        Objects.requireNonNull(bytes, "bytes");
        if (age.filter(Duration::isNegative).isPresent()
                || count.filter(given -> given < 0).isPresent()
                || bytes.filter(given -> given < 0).isPresent()) {
            throw new IllegalArgumentException("a limit of retention cannot be negative");
        }
    }

    /**
     * What holds for all workflows together, from system properties: {@code fuscia.retention.days} (30), {@code
     * fuscia.retention.count} (1,000,000), {@code fuscia.retention.megabytes} (20,000); 0 or less: no limit.
     */
    static RetentionPolicy fromSystemProperties() {
        return new RetentionPolicy(
                limit("fuscia.retention.days", 30).map(Duration::ofDays),
                limit("fuscia.retention.count", 1_000_000),
                limit("fuscia.retention.megabytes", 20_000).map(megabytes -> megabytes * 1_000_000));
    }

    private static Optional<Long> limit(String property, long fallback) {
        return Optional.of(Long.getLong(property, fallback)).filter(value -> value > 0);
    }
}
