package io.fuscia.it.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.LoopbackHttp;
import io.fuscia.it.server.Workflow;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A server of its own that dies in the middle of a node. */
class CrashIT {
    @Test
    void anExecutionInterruptedByKillGoesOnAfterTheRestartWithoutRepeatingWhatIsDone() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (LoopbackHttp http = LoopbackHttp.start()) {
            http.json("/first", "{\"n\":1}");
            http.on("/second", request -> {
                release.await();
                return LoopbackHttp.Reply.json("{\"n\":2}");
            });
            try (FusciaServer server =
                    FusciaServer.start("crash", Map.of("FUSCIA_EGRESS_ALLOW_ADDRESSES", "127.0.0.1"))) {
                Api api = server.api();
                String id = new Workflow("crashes")
                        .node("first", "http", get("$.trigger.first"))
                        .node("second", "http", get("$.trigger.second"))
                        .edge("start", "first")
                        .edge("first", "second")
                        .applyTo(api)
                        .start(
                                api,
                                Json.createObjectBuilder()
                                        .add("first", http.uri("/first").toString())
                                        .add("second", http.uri("/second").toString())
                                        .build());
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> http.received("/second").size() == 1);
                // A short attempt is stored only when it ends; this one has lasted long enough to be on record.
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> Workflow.task(api.get("/executions/" + id).object(), "second")
                                .getString("status")
                                .equals("running"));

                server.kill();
                release.countDown();
                server.start();

                JsonObject execution = Workflow.end(server.api(), id);
                assertThat(execution.getString("status"))
                        .as(execution.toString())
                        .isEqualTo("succeeded");
                assertThat(http.received("/first")).hasSize(1);
                assertThat(http.received("/second")).hasSize(2);
                assertThat(http.received("/second").get(0).header("Idempotency-Key"))
                        .isNotEmpty()
                        .isEqualTo(http.received("/second").get(1).header("Idempotency-Key"));
                assertThat(Workflow.task(execution, "second").getInt("attempts"))
                        .isEqualTo(2);
            }
        }
    }

    private static jakarta.json.JsonObjectBuilder get(String url) {
        return Json.createObjectBuilder().add("method", "GET").add("url", url);
    }
}
