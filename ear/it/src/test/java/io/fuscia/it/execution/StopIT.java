package io.fuscia.it.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.LoopbackHttp;
import io.fuscia.it.server.Workflow;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A server of its own that is stopped in the middle of a node which does not end. */
class StopIT {
    @Test
    void aStopThatInterruptsANodeHasItOnRecordBeforeTheServerEnds() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (LoopbackHttp http = LoopbackHttp.start()) {
            http.on("/held", request -> {
                release.await();
                return LoopbackHttp.Reply.json("{}");
            });
            try (FusciaServer server = FusciaServer.start(
                    "stop",
                    Map.of(
                            "FUSCIA_EGRESS_ALLOW_ADDRESSES",
                            "127.0.0.1",
                            "FUSCIA_JAVA_OPTS",
                            "-Xmx1g -XX:TieredStopAtLevel=1 -Dfuscia.drain.seconds=1"))) {
                Api api = server.api();
                String id = new Workflow("stopped")
                        .node(
                                "held",
                                "http",
                                Json.createObjectBuilder()
                                        .add("method", "GET")
                                        .add("url", http.uri("/held").toString()))
                        .edge("start", "held")
                        .applyTo(api)
                        .start(api, JsonValue.EMPTY_JSON_OBJECT);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> http.received("/held").size() == 1);

                server.stop();
                Instant stopped = Instant.now();
                release.countDown();
                server.start();

                JsonObject execution = Workflow.end(server.api(), id);
                assertThat(execution.getString("status"))
                        .as(execution.toString())
                        .isEqualTo("succeeded");
                List<JsonObject> attempts = Workflow.task(execution, "held")
                        .getJsonArray("attempt_history")
                        .getValuesAs(JsonObject.class);
                assertThat(attempts).hasSize(2);
                JsonObject first = attempts.get(0);
                assertThat(first.getString("status")).isEqualTo("cancelled");
                assertThat(first.getJsonObject("error").getString("code")).isEqualTo("shutting-down");
                assertThat(Instant.parse(first.getString("ended_at"))).isBefore(stopped);
            }
        }
    }
}
