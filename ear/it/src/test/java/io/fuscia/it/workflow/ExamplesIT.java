package io.fuscia.it.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.LoopbackHttp;
import io.fuscia.it.server.Packages;
import io.fuscia.it.server.Workflow;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every example workflow and compares with what {@code expected/} says of it. */
class ExamplesIT {
    private static final Path EXAMPLES = FusciaServer.root().resolve("ear/examples");

    private static LoopbackHttp service;
    private static FusciaServer server;

    @BeforeAll
    static void startServerThatMayReachTheOrderService() throws IOException {
        String orders = Files.readString(EXAMPLES.resolve("demo/orders.json"));
        AtomicInteger charges = new AtomicInteger();
        service = LoopbackHttp.start()
                .json("/orders", orders)
                .on("/warehouse", request -> LoopbackHttp.Reply.json("{\"received\":" + request.body() + "}"))
                .json("/mails", "{}")
                .json("/mailboxes", "{}")
                .on(
                        "/charges",
                        request -> charges.incrementAndGet() <= 2
                                ? LoopbackHttp.Reply.status(503)
                                : LoopbackHttp.Reply.json("{}"));
        server = FusciaServer.start("examples", Map.of("FUSCIA_EGRESS_ALLOW_ADDRESSES", "127.0.0.1"));
        try (Stream<Path> folders = Files.list(EXAMPLES.resolve("components"))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                Api.Answer answer = Packages.installExample(
                        server.api(), folder.getFileName().toString());
                assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        service.close();
    }

    static List<String> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES.resolve("workflows"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json") || name.endsWith(".yaml"))
                    .filter(name -> !name.contains(".expect."))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void endsAsExpected(String file) throws IOException {
        Api api = server.api();
        String name = file.substring(0, file.lastIndexOf('.'));
        Api.Answer applied = api.post(
                "/workflows",
                file.endsWith(".json") ? "application/json" : "application/yaml",
                Files.readAllBytes(EXAMPLES.resolve("workflows/" + file)));
        assertThat(applied.status()).as(applied.toString()).isIn(200, 201);
        assertThat(applied.object()).as("an example has no warnings").doesNotContainKey("warnings");
        String workflowId = applied.object().getString("workflow_id");
        JsonObject expected = read(Files.readString(EXAMPLES.resolve("workflows/expected/" + name + ".json"))
                .replace("${base_url}", service.uri("").toString()));

        JsonObject execution = Workflow.end(api, start(api, workflowId, expected));

        assertThat(execution.getString("status")).as(execution.toString()).isEqualTo(expected.getString("status"));
        expected.getOrDefault("tasks", JsonValue.EMPTY_JSON_OBJECT)
                .asJsonObject()
                .forEach((node, status) -> assertThat(
                                Workflow.task(execution, node).getString("status"))
                        .as(node)
                        .isEqualTo(((JsonString) status).getString()));
        expected.getOrDefault("attempts", JsonValue.EMPTY_JSON_OBJECT)
                .asJsonObject()
                .forEach((node, count) -> assertThat(
                                Workflow.task(execution, node).getJsonArray("attempt_history"))
                        .as(node)
                        .hasSize(((JsonNumber) count).intValue()));
        expected.getOrDefault("outputs", JsonValue.EMPTY_JSON_OBJECT)
                .asJsonObject()
                .forEach((node, output) ->
                        assertContains(node, Workflow.task(execution, node).get("output"), output));
    }

    @Test
    void linksCallersAndCalled() throws IOException {
        Api api = server.api();
        for (String file : List.of("approval.yaml", "sub-workflow.yaml")) {
            api.post("/workflows", "application/yaml", Files.readAllBytes(EXAMPLES.resolve("workflows/" + file)));
        }
        JsonObject payload = read("{\"payload\": {\"orders\": [{\"order_id\": \"O-7\", \"amount\": 7}]}}");

        JsonObject caller = Workflow.end(api, start(api, "sub-workflow", payload));
        String called = caller.getJsonArray("tasks").getValuesAs(JsonObject.class).stream()
                .filter(task -> task.getString("node_id").equals("each_order/approve"))
                .map(task -> task.getString("child_execution_id"))
                .findFirst()
                .orElseThrow();
        JsonObject child = api.get("/executions/" + called).object();

        assertThat(child.getString("workflow_id")).isEqualTo("approval");
        assertThat(child.getString("status")).isEqualTo("succeeded");
        assertThat(child.getJsonObject("parent").getString("execution_id")).isEqualTo(caller.getString("execution_id"));
        assertThat(child.getJsonObject("parent").getString("iteration")).isEqualTo("0");
    }

    private static String start(Api api, String workflowId, JsonObject expected) {
        if (!expected.containsKey("webhook")) {
            var body = Json.createObjectBuilder()
                    .add("payload", expected.getOrDefault("payload", JsonValue.EMPTY_JSON_OBJECT));
            if (expected.containsKey("trigger")) {
                body.add("trigger", expected.get("trigger"));
            }
            Api.Answer answer = api.post("/workflows/" + workflowId + "/executions", body.build());
            assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
            return answer.object().getString("execution_id");
        }
        JsonObject webhook = expected.getJsonObject("webhook");
        Api.Answer answer = api.post(
                server.url() + "/hooks/" + workflowId + "/" + webhook.getString("trigger"),
                "application/json",
                webhook.get("body").toString().getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        return answer.object().getString("execution_id");
    }

    /** Everything that is expected is there; more may be. */
    private static void assertContains(String at, JsonValue actual, JsonValue expected) {
        if (expected instanceof JsonObject object && actual instanceof JsonObject found) {
            object.forEach((key, value) -> assertContains(at + "/" + key, found.get(key), value));
        } else if (expected instanceof JsonArray array
                && actual instanceof JsonArray found
                && array.size() == found.size()) {
            for (int i = 0; i < array.size(); i++) {
                assertContains(at + "/" + i, found.get(i), array.get(i));
            }
        } else {
            assertThat(actual).as(at).isEqualTo(expected);
        }
    }

    private static JsonObject read(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
