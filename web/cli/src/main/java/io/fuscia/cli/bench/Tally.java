package io.fuscia.cli.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What one client saw. Written by its thread alone, read when that has ended. */
final class Tally {
    private long[] latencies = new long[1024];
    private int measured;
    private long succeeded;
    private final Map<String, Long> errors = new TreeMap<>();

    /** @param whole whether all of it was in the measured time, so that its latency counts too */
    void ended(boolean good, String status, long nanos, boolean whole) {
        if (!good) {
            errors.merge(status, 1L, Long::sum);
            return;
        }
        succeeded++;
        if (whole) {
            if (measured == latencies.length) {
                latencies = Arrays.copyOf(latencies, measured * 2);
            }
            latencies[measured++] = nanos;
        }
    }

    long succeeded() {
        return succeeded;
    }

    /** Nanoseconds, in the order they came. */
    long[] latencies() {
        return Arrays.copyOf(latencies, measured);
    }

    Map<String, Long> errors() {
        return errors;
    }
}
