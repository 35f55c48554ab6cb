package io.fuscia.it.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaCli;
import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.LoopbackHttp;
import io.fuscia.it.server.Packages;
import io.fuscia.it.server.Workflow;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own: it is stopped when the backup is put back. */
class BackupIT {
    @Test
    void bringsBackWhatTheRunningServerHadAndGoesOnWithWhatRan(@TempDir Path directory) {
        CountDownLatch release = new CountDownLatch(1);
        try (LoopbackHttp http = LoopbackHttp.start();
                FusciaServer server = FusciaServer.start("backup", Map.of())) {
            http.on(
                    "/bytes",
                    request -> new LoopbackHttp.Reply(
                            200, Map.of("Content-Type", "application/octet-stream"), "\u0001some bytes"));
            http.on("/held", request -> {
                release.await();
                return LoopbackHttp.Reply.json("{}");
            });
            Api api = server.api();
            Packages.install(api, "noop-task");
            JsonObject payload = Json.createObjectBuilder()
                    .add("base", http.uri("").toString())
                    .build();
            Workflow kept = workflow("kept", "bytes").applyTo(api);
            JsonObject before = kept.run(api, payload);
            assertThat(before.getString("status")).as(before.toString()).isEqualTo("succeeded");
            String artifact = artifact(before);
            String running = workflow("running", "held").applyTo(api).start(api, payload);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> http.received("/held").size() == 1);

            Path file = directory.resolve("saved.zip");
            FusciaCli cli = new FusciaCli(server);
            FusciaCli.Result saved = cli.run("backup", file.toString());
            assertThat(saved.exitCode()).as(saved.toString()).isZero();
            assertThat(cli.run("backup", file.toString()).exitCode())
                    .as("it exists")
                    .isEqualTo(2);
            String after = kept.start(api, payload);
            Workflow.end(api, after);
            release.countDown();

            FusciaCli.Result restored = cli.run("restore", file.toString());
            assertThat(restored.exitCode()).as(restored.toString()).isZero();
            assertThat(api.get("/executions/" + before.getString("execution_id"))
                            .object()
                            .getString("status"))
                    .isEqualTo("succeeded");
            assertThat(api.get("/artifacts/" + artifact).text()).isEqualTo("\u0001some bytes");
            assertThat(api.get("/executions/" + after).status()).isEqualTo(404);
            JsonObject gone = Workflow.end(api, running);
            assertThat(gone.getString("status")).as(gone.toString()).isEqualTo("succeeded");
            assertThat(Workflow.task(gone, "component").getString("status")).isEqualTo("succeeded");
            assertThat(cli.run("restore", server.home().resolve("admin").toString())
                            .exitCode())
                    .isEqualTo(2);
        }
    }

    private static Workflow workflow(String id, String path) {
        return new Workflow(id)
                .node(
                        "call",
                        "http",
                        Json.createObjectBuilder().add("method", "GET").add("url", "{{ $.trigger.base }}/" + path))
                .guest("component", "noop-task", Json.createObjectBuilder())
                .edge("start", "call")
                .edge("call", "component");
    }

    private static String artifact(JsonObject execution) {
        return Workflow.task(execution, "call")
                .getJsonArray("artifacts")
                .getJsonObject(0)
                .getString("id");
    }
}
