package io.fuscia.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void percentilesAreTheSmallestValueThatTheShareDoesNotExceed() {
        long[] hundred = LongStream.rangeClosed(1, 100).map(n -> n * 1_000_000).toArray();

        assertThat(Report.millis(hundred, 0.50)).isEqualByComparingTo("50");
        assertThat(Report.millis(hundred, 0.95)).isEqualByComparingTo("95");
        assertThat(Report.millis(hundred, 0.99)).isEqualByComparingTo("99");
        assertThat(Report.millis(hundred, 1.0)).isEqualByComparingTo("100");
        assertThat(Report.millis(new long[] {7_000_000}, 0.01)).isEqualByComparingTo("7");
        assertThat(Report.millis(new long[0], 0.5)).isEqualByComparingTo("0");
    }

    @Test
    void sumsUpWhatAllClientsSaw() {
        Tally one = new Tally();
        Tally two = new Tally();
        one.ended(true, "succeeded", 2_000_000, true);
        one.ended(true, "succeeded", 9_000_000, false);
        two.ended(true, "succeeded", 4_000_000, true);
        two.ended(false, "failed", 1, true);
        two.ended(false, "HTTP 503", 1, true);

        JsonObject report =
                new Report("w", 2, 2_000_000_000L, 3_000_000L, server(100), server(130), List.of(one, two)).toJson();

        assertThat(report.getInt("workflows")).isEqualTo(3);
        assertThat(report.getJsonNumber("workflows_per_second").doubleValue()).isEqualTo(1.5);
        assertThat(report.getJsonNumber("p50_ms").doubleValue()).isEqualTo(2);
        assertThat(report.getJsonNumber("p99_ms").doubleValue()).isEqualTo(4);
        assertThat(report.getJsonNumber("cpu_ms_per_workflow").doubleValue()).isEqualTo(10);
        assertThat(report.getJsonNumber("client_cpu_ms_per_workflow").doubleValue())
                .isEqualTo(1);
        assertThat(report.getInt("errors")).isEqualTo(2);
        assertThat(report.getJsonObject("error_reasons")).hasToString("{\"HTTP 503\":1,\"failed\":1}");
    }

    @Test
    void keepsEveryLatency() {
        Tally tally = new Tally();
        for (long nanos = 0; nanos < 5_000; nanos++) {
            tally.ended(true, "succeeded", nanos, true);
        }

        assertThat(tally.latencies()).hasSize(5_000).endsWith(4_999);
    }

    private static JsonObject server(int cpu) {
        return Json.createObjectBuilder()
                .add("java", "17")
                .add("processors", 2)
                .add("cpu_ms", cpu)
                .build();
    }
}
