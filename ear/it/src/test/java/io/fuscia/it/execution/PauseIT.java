package io.fuscia.it.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.LoopbackHttp;
import io.fuscia.it.server.Workflow;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A server of its own that is stopped, and dies, while an execution is paused. */
class PauseIT {
    @Test
    void aPausedExecutionStaysPausedAcrossRestartsAndThenGoesOnWhereItWas() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (LoopbackHttp http = LoopbackHttp.start()) {
            http.on("/first", request -> {
                release.await();
                return LoopbackHttp.Reply.json("{\"n\":1}");
            });
            http.json("/item", "{\"n\":2}");
            try (FusciaServer server =
                    FusciaServer.start("pause", Map.of("FUSCIA_EGRESS_ALLOW_ADDRESSES", "127.0.0.1"))) {
                String id = new Workflow("pauses")
                        .node("first", "http", get(http.uri("/first").toString()))
                        .node("each", "loop", loop(http.uri("/item").toString()))
                        .edge("start", "first")
                        .edge("first", "each")
                        .applyTo(server.api())
                        .start(server.api(), JsonValue.EMPTY_JSON_OBJECT);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> http.received("/first").size() == 1);
                change(server.api(), id, "pause");
                release.countDown();
                await().atMost(Duration.ofSeconds(30)).until(() -> task(server.api(), id, "first")
                        .getString("status")
                        .equals("succeeded"));

                server.stop();
                server.start();
                assertThat(status(server.api(), id)).isEqualTo("paused");
                server.kill();
                server.start();
                assertThat(status(server.api(), id)).isEqualTo("paused");
                assertThat(http.received("/item")).isEmpty();
                change(server.api(), id, "resume");

                JsonObject execution = Workflow.end(server.api(), id);
                assertThat(execution.getString("status"))
                        .as(execution.toString())
                        .isEqualTo("succeeded");
                assertThat(http.received("/first")).hasSize(1);
                assertThat(http.received("/item")).hasSize(3);
                assertThat(Workflow.task(execution, "each").getJsonArray("output"))
                        .hasSize(3);
            }
        }
    }

    private static void change(Api api, String id, String how) {
        Api.Answer answer = api.post("/executions/" + id + "/" + how, JsonValue.EMPTY_JSON_OBJECT);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    private static String status(Api api, String id) {
        return api.get("/executions/" + id).object().getString("status");
    }

    private static JsonObject task(Api api, String id, String node) {
        return Workflow.task(api.get("/executions/" + id).object(), node);
    }

    private static JsonObjectBuilder get(String url) {
        return Json.createObjectBuilder().add("method", "GET").add("url", url);
    }

    private static JsonObjectBuilder loop(String url) {
        return Json.createObjectBuilder()
                .add("items", Json.createArrayBuilder().add(1).add(2).add(3))
                .add(
                        "nodes",
                        Json.createArrayBuilder()
                                .add(get(url).add("node_id", "call").add("type", "http")))
                .add("edges", Json.createArrayBuilder());
    }
}
