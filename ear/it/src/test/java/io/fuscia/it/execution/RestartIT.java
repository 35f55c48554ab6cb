package io.fuscia.it.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaCli;
import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.LoopbackHttp;
import io.fuscia.it.server.SystemTest;
import io.fuscia.it.server.Workflow;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@SystemTest
class RestartIT {
    @Test
    void restartsWhatFailedByInterfaceAndCommandLine(Api api, FusciaServer server) {
        AtomicInteger status = new AtomicInteger(500);
        try (LoopbackHttp http = LoopbackHttp.start()) {
            http.json("/once", "{}");
            http.on("/broken", request -> LoopbackHttp.Reply.status(status.get()));
            Workflow workflow = new Workflow("restartable")
                    .node("once", "http", call("once"))
                    .node("broken", "http", call("broken"))
                    .edge("start", "once")
                    .edge("once", "broken")
                    .applyTo(api);
            JsonObject payload = Json.createObjectBuilder()
                    .add("base", http.uri("").toString())
                    .build();
            JsonObject failed = workflow.run(api, payload);
            assertThat(failed.getString("status")).isEqualTo("failed");
            String id = failed.getString("execution_id");

            Api.Answer again = api.post(
                    "/executions/" + id + "/restart", Json.createObjectBuilder().build());
            assertThat(again.status()).as(again.toString()).isEqualTo(202);
            assertThat(again.object().getString("restarted_from")).isEqualTo(id);
            String second = again.object().getString("execution_id");
            assertThat(Workflow.end(api, second).getString("status")).isEqualTo("failed");

            status.set(204);
            FusciaCli.Result result = new FusciaCli(server).run("execution", "restart", second, "-o", "json");
            assertThat(result.exitCode()).as(result.toString()).isZero();
            JsonObject third = json(result.out());
            assertThat(third.getString("status")).isEqualTo("succeeded");
            assertThat(Workflow.task(third, "once").getString("taken_over_from"))
                    .isEqualTo(id);
            assertThat(http.received("/once")).as("done, so not done again").hasSize(1);
            assertThat(http.received("/broken")).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void restartsAllThatFailed(Api api, FusciaServer server) {
        AtomicInteger status = new AtomicInteger(500);
        try (LoopbackHttp http = LoopbackHttp.start()) {
            http.on("/broken", request -> LoopbackHttp.Reply.status(status.get()));
            Workflow workflow = new Workflow("restarted-together")
                    .node("broken", "http", call("broken"))
                    .edge("start", "broken")
                    .applyTo(api);
            JsonObject payload = Json.createObjectBuilder()
                    .add("base", http.uri("").toString())
                    .build();
            for (int i = 0; i < 3; i++) {
                assertThat(workflow.run(api, payload).getString("status")).isEqualTo("failed");
            }
            status.set(204);
            FusciaCli cli = new FusciaCli(server);

            FusciaCli.Result asked = cli.run(
                    "execution", "restart", "--all", "--workflow", "restarted-together", "--dry-run", "-o", "json");
            assertThat(json(asked.out()).getJsonArray("items")).hasSize(3);
            FusciaCli.Result done =
                    cli.run("execution", "restart", "--all", "--workflow", "restarted-together", "-o", "json");
            assertThat(done.exitCode()).as(done.toString()).isZero();
            for (JsonObject item : json(done.out()).getJsonArray("items").getValuesAs(JsonObject.class)) {
                assertThat(Workflow.end(api, item.getString("execution_id")).getString("status"))
                        .isEqualTo("succeeded");
            }
            FusciaCli.Result nothing =
                    cli.run("execution", "restart", "--all", "--workflow", "restarted-together", "-o", "json");
            assertThat(json(nothing.out()).getJsonArray("items")).isEmpty();
        }
    }

    @Test
    void refusesWhatCannotBe(Api api) {
        JsonObject done = new Workflow("restart-refused")
                .applyTo(api)
                .run(api, Json.createObjectBuilder().build());
        String path = "/executions/" + done.getString("execution_id") + "/restart";

        assertThat(api.post(
                                path,
                                Json.createObjectBuilder().add("node", "nobody").build())
                        .status())
                .isEqualTo(404);
        assertThat(api.post(
                                path,
                                Json.createObjectBuilder().add("iteration", "1").build())
                        .status())
                .isEqualTo(400);
        assertThat(api.post(path, Json.createObjectBuilder().add("version", 99).build())
                        .status())
                .isEqualTo(404);
        assertThat(api.post(
                                "/executions/00000000-0000-7000-8000-000000000000/restart",
                                Json.createObjectBuilder().build())
                        .status())
                .isEqualTo(404);
    }

    private static jakarta.json.JsonObjectBuilder call(String path) {
        return Json.createObjectBuilder().add("method", "GET").add("url", "{{ $.trigger.base }}/" + path);
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
