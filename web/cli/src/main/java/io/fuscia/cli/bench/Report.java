package io.fuscia.cli.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run came to.
 *
 * @param nanos how long was measured
 * @param ownCpuNanos processor time of this process meanwhile
 * @param before what the server said of itself when it began, {@code after} when it ended
 */
record Report(
        String workflow,
        int clients,
        long nanos,
        long ownCpuNanos,
        JsonObject before,
        JsonObject after,
        List<Tally> tallies) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    JsonObject toJson() {
        long[] latencies = tallies.stream()
                .flatMapToLong(tally -> Arrays.stream(tally.latencies()))
                .sorted()
                .toArray();
        long workflows = tallies.stream().mapToLong(Tally::succeeded).sum();
        Map<String, Long> errors = new TreeMap<>();
        tallies.forEach(tally -> tally.errors().forEach((reason, count) -> errors.merge(reason, count, Long::sum)));
        JsonObjectBuilder report = Json.createObjectBuilder()
                .add("workflow_id", workflow)
                .add("concurrency", clients)
                .add("duration_s", rounded(nanos / NANOS_PER_SECOND))
                .add("workflows", workflows)
                .add("workflows_per_second", rounded(workflows / (nanos / NANOS_PER_SECOND)))
                .add("p50_ms", millis(latencies, 0.50))
                .add("p95_ms", millis(latencies, 0.95))
                .add("p99_ms", millis(latencies, 0.99))
                .add("max_ms", millis(latencies, 1.0))
                .add("cpu_ms_per_workflow", perWorkflow(cpu(after) - cpu(before), workflows))
                .add("client_cpu_ms_per_workflow", perWorkflow(ownCpuNanos / NANOS_PER_MILLI, workflows))
                .add(
                        "errors",
                        errors.values().stream().mapToLong(Long::longValue).sum());
        JsonObjectBuilder reasons = Json.createObjectBuilder();
        errors.forEach(reasons::add);
        return report.add("error_reasons", reasons)
                .add("server_java", after.getString("java"))
                .add("server_processors", after.getInt("processors"))
                .build();
    }

    private static double cpu(JsonObject server) {
        return server.getJsonNumber("cpu_ms").doubleValue();
    }

    private static BigDecimal perWorkflow(double millis, long workflows) {
        return workflows == 0 ? BigDecimal.ZERO : rounded(millis / workflows);
    }

    /** The smallest latency that this share of all does not exceed; 0 if there are none. */
    static BigDecimal millis(long[] sorted, double share) {
        if (sorted.length == 0) {
            return BigDecimal.ZERO;
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return rounded(sorted[Math.max(1, rank) - 1] / NANOS_PER_MILLI);
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
    }
}
