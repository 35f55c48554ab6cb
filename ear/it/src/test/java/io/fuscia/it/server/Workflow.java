package io.fuscia.it.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Set;

/** Writes small workflow definitions, applies them and runs them. */
public final class Workflow {
    private static final Set<String> ENDED =
            Set.of("succeeded", "completed_with_errors", "failed", "cancelled", "timed_out");

    private final String id;
    private final JsonArrayBuilder nodes = Json.createArrayBuilder();
    private final JsonArrayBuilder edges = Json.createArrayBuilder();
    private final JsonObjectBuilder settings = Json.createObjectBuilder();

    /** A workflow with a manual trigger {@code start}. */
    public Workflow(String id) {
        this.id = id;
        node("start", "trigger", Json.createObjectBuilder().add("trigger_type", "manual"));
    }

    public Workflow node(String nodeId, String type, JsonObjectBuilder rest) {
        nodes.add(Json.createObjectBuilder(Json.createObjectBuilder()
                        .add("node_id", nodeId)
                        .add("type", type)
                        .build())
                .addAll(rest));
        return this;
    }

    /** A node that calls the task {@code run} of {@code test/GUEST}. */
    public Workflow guest(String nodeId, String guest, JsonObjectBuilder inputs) {
        return node(
                nodeId,
                "component",
                Json.createObjectBuilder()
                        .add("name", "test/" + guest)
                        .add("task_name", "run")
                        .add("inputs", inputs));
    }

    public Workflow edge(String from, String to) {
        edges.add(Json.createArrayBuilder().add(from).add(to));
        return this;
    }

    public Workflow setting(String name, long value) {
        settings.add(name, value);
        return this;
    }

    public JsonObject definition() {
        return Json.createObjectBuilder()
                .add("workflow_id", id)
                .add("name", id)
                .addAll(settings)
                .add("nodes", nodes)
                .add("edges", edges)
                .build();
    }

    /** Applies it; fails the test if it is refused. */
    public Workflow applyTo(Api api) {
        Api.Answer answer = api.post("/workflows", definition());
        assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
        return this;
    }

    /** Starts it and gives the execution's id. */
    public String start(Api api, JsonValue payload) {
        return start(api, id, payload);
    }

    /** Starts any workflow and gives the execution's id. */
    public static String start(Api api, String workflowId, JsonValue payload) {
        Api.Answer answer = api.post(
                "/workflows/" + workflowId + "/executions",
                Json.createObjectBuilder().add("payload", payload).build());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        return answer.object().getString("execution_id");
    }

    /** Runs it to its end. */
    public JsonObject run(Api api, JsonValue payload) {
        return end(api, start(api, payload));
    }

    /** The execution, when it has ended. */
    public static JsonObject end(Api api, String executionId) {
        return await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(25))
                .until(
                        () -> api.get("/executions/" + executionId).object(),
                        shown -> ENDED.contains(shown.getString("status")));
    }

    /** One task of an execution. */
    public static JsonObject task(JsonObject execution, String nodeId) {
        return execution.getJsonArray("tasks").getValuesAs(JsonObject.class).stream()
                .filter(task -> task.getString("node_id").equals(nodeId))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no task " + nodeId + " in " + execution));
    }
}
