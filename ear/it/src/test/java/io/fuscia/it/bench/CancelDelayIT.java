package io.fuscia.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.Packages;
import io.fuscia.it.server.Workflow;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How long a guest that would run for ever goes on after somebody cancels its execution: from before the request is sent
 * until the attempt's recorded end, and until the caller is told. {@code -Dfuscia.cancels=200} for the figures of the
 * performance page, which are printed.
 */
class CancelDelayIT {
    private static final int CANCELS = Integer.getInteger("fuscia.cancels", 5);

    @Test
    void endsGuestsThatWouldRunForEver() {
        try (FusciaServer server = FusciaServer.start("cancel-delay", Map.of())) {
            Api api = server.api();
            Packages.install(api, "bad-loop");
            Workflow workflow = new Workflow("runs-for-ever")
                    .guest("work", "bad-loop", Json.createObjectBuilder())
                    .edge("start", "work")
                    .applyTo(api);
            long[] stopped = new long[CANCELS];
            long[] told = new long[CANCELS];
            for (int round = 0; round < CANCELS; round++) {
                String id = workflow.start(api, JsonValue.EMPTY_JSON_OBJECT);
                await().atMost(Duration.ofSeconds(30)).until(() -> isRunning(api, id));
                Instant before = Instant.now();
                api.post("/executions/" + id + "/cancel", JsonValue.EMPTY_JSON_OBJECT);
                JsonObject ended = api.get("/executions/" + id + "?wait=30").object();
                told[round] = Duration.between(before, Instant.now()).toMillis();
                assertThat(ended.getString("status")).isEqualTo("cancelled");
                JsonObject task = Workflow.task(ended, "work");
                assertThat(task.getString("status")).isEqualTo("cancelled");
                stopped[round] = Duration.between(before, Instant.parse(task.getString("ended_at")))
                        .toMillis();
            }
            print("guest stopped", stopped);
            print("execution over and told", told);
        }
    }

    private static boolean isRunning(Api api, String id) {
        return Workflow.task(api.get("/executions/" + id).object(), "work")
                .getString("status")
                .equals("running");
    }

    private static void print(String what, long[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                "%d cancels, %s after: p50 %d ms, p95 %d ms, most %d ms%n",
                CANCELS, what, millis[CANCELS / 2], millis[CANCELS * 95 / 100], millis[CANCELS - 1]);
    }
}
