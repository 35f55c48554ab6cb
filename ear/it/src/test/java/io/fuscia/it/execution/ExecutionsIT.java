package io.fuscia.it.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.Packages;
import io.fuscia.it.server.SystemTest;
import io.fuscia.it.server.Workflow;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@SystemTest
class ExecutionsIT {
    @Test
    void storesEveryTaskWithInputDigestOutputAndAttempt(Api api) {
        Packages.install(api, "c-task");
        JsonObject execution = new Workflow("stores")
                .guest("work", "c-task", op("echo").add("who", "$.trigger.name"))
                .edge("start", "work")
                .applyTo(api)
                .run(api, Json.createObjectBuilder().add("name", "Ada").build());

        assertThat(execution.getString("status")).as(execution.toString()).isEqualTo("succeeded");
        JsonObject task = Workflow.task(execution, "work");
        assertThat(task.getJsonObject("output").getString("who")).isEqualTo("Ada");
        assertThat(task.getString("input_digest")).startsWith("sha256:");
        assertThat(task.getInt("attempts")).isEqualTo(1);
        assertThat(task.getJsonArray("attempt_history").getJsonObject(0).getString("status"))
                .isEqualTo("succeeded");
        assertThat(Workflow.task(execution, "start").getJsonObject("output").getString("name"))
                .isEqualTo("Ada");
    }

    @Test
    void independentBranchesRunAtTheSameTime(Api api) {
        Packages.install(api, "bad-loop");
        Workflow workflow = new Workflow("parallel").setting("timeout_ms", 30_000);
        for (int i = 0; i < 4; i++) {
            workflow.node(
                            "branch" + i,
                            "component",
                            Json.createObjectBuilder()
                                    .add("name", "test/bad-loop")
                                    .add("task_name", "run")
                                    .add("timeout_ms", 1_500)
                                    .add("fail_workflow", false))
                    .edge("start", "branch" + i);
        }
        JsonObject execution = workflow.applyTo(api).run(api, JsonValue.EMPTY_JSON_OBJECT);

        assertThat(execution.getString("status")).isEqualTo("completed_with_errors");
        List<JsonObject> branches = IntStream.range(0, 4)
                .mapToObj(i -> Workflow.task(execution, "branch" + i))
                .toList();
        Instant lastStart =
                times(branches, "started_at").max(Instant::compareTo).orElseThrow();
        Instant firstEnd = times(branches, "ended_at").min(Instant::compareTo).orElseThrow();
        assertThat(lastStart).as("all had started before one ended").isBefore(firstEnd);
    }

    @Test
    void cancelInterruptsARunningGuest(Api api) {
        Packages.install(api, "bad-loop");
        String id = new Workflow("cancelled")
                .guest("work", "bad-loop", Json.createObjectBuilder())
                .edge("start", "work")
                .applyTo(api)
                .start(api, JsonValue.EMPTY_JSON_OBJECT);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Workflow.task(api.get("/executions/" + id).object(), "work")
                        .getString("status")
                        .equals("running"));

        assertThat(api.post("/executions/" + id + "/cancel", JsonValue.EMPTY_JSON_OBJECT)
                        .status())
                .isEqualTo(200);

        JsonObject execution = Workflow.end(api, id);
        assertThat(execution.getString("status")).isEqualTo("cancelled");
        assertThat(Workflow.task(execution, "work").getString("status")).isEqualTo("cancelled");
        assertThat(api.post("/executions/" + id + "/pause", JsonValue.EMPTY_JSON_OBJECT)
                        .status())
                .isEqualTo(409);
    }

    @Test
    void theSameIdempotencyKeyStartsOnce(Api api) {
        new Workflow("once").applyTo(api);
        JsonObject body = Json.createObjectBuilder()
                .add("payload", Json.createObjectBuilder().add("n", 1))
                .build();
        JsonObject otherBody = Json.createObjectBuilder()
                .add("payload", Json.createObjectBuilder().add("n", 2))
                .build();

        Api.Answer first = api.post("/workflows/once/executions", body, "Idempotency-Key", "key-1");
        Api.Answer second = api.post("/workflows/once/executions", body, "Idempotency-Key", "key-1");
        Api.Answer other = api.post("/workflows/once/executions", otherBody, "Idempotency-Key", "key-1");

        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).as(second.toString()).isEqualTo(202);
        assertThat(second.object().getString("execution_id"))
                .isEqualTo(first.object().getString("execution_id"));
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.object().getString("code")).isEqualTo("idempotency-key-reused");
    }

    @Test
    void listPagesThroughAllExecutionsOnce(Api api) {
        Workflow workflow = new Workflow("paged").applyTo(api);
        Set<String> started = new HashSet<>();
        for (int i = 0; i < 7; i++) {
            started.add(workflow.start(api, JsonValue.EMPTY_JSON_OBJECT));
        }
        Set<String> listed = new HashSet<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonObject page =
                    api.get("/executions?workflow_id=paged&limit=3" + cursor).object();
            page.getJsonArray("items").getValuesAs(JsonObject.class).forEach(item -> assertThat(
                            listed.add(item.getString("execution_id")))
                    .isTrue());
            cursor = page.containsKey("next_cursor") ? "&cursor=" + page.getString("next_cursor") : "";
            pages++;
        } while (!cursor.isEmpty());

        assertThat(listed).isEqualTo(started);
        assertThat(pages).isEqualTo(3);
        assertThat(api.get("/executions?cursor=nonsense").status()).isEqualTo(400);
        assertThat(api.get("/executions?status=nonsense").status()).isEqualTo(400);
        assertThat(api.get("/executions/00000000-0000-7000-8000-000000000000").status())
                .isEqualTo(404);
    }

    @Test
    void payloadMustSatisfyTheInputSchema(Api api) {
        JsonObject definition = Json.createObjectBuilder(new Workflow("schema").definition())
                .add(
                        "input_schema",
                        Json.createObjectBuilder()
                                .add("type", "object")
                                .add("required", Json.createArrayBuilder().add("name")))
                .build();
        assertThat(api.post("/workflows", definition).status()).isIn(200, 201);

        Api.Answer answer = api.post(
                "/workflows/schema/executions",
                Json.createObjectBuilder()
                        .add("payload", JsonValue.EMPTY_JSON_OBJECT)
                        .build());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.object().getString("code")).isEqualTo("invalid-input");
        assertThat(answer.text()).contains("name");
    }

    @Test
    void eachRunIsABatchJobOfTheManagementModel(Api api, FusciaServer server) {
        String id = new Workflow("managed").applyTo(api).start(api, JsonValue.EMPTY_JSON_OBJECT);
        Workflow.end(api, id);

        String batch = server.read("deployment=fuscia.ear", "subdeployment=batch.jar", "subsystem=batch-jberet")
                .toJSONString(true);

        assertThat(batch).contains("fuscia-workflow").contains(id);
    }

    private static Stream<Instant> times(List<JsonObject> tasks, String member) {
        return tasks.stream().map(task -> Instant.parse(task.getString(member)));
    }

    private static JsonObjectBuilder op(String name) {
        return Json.createObjectBuilder().add("op", name);
    }
}
