package io.fuscia.it.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.SystemTest;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

@SystemTest
class BadDefinitionsIT {
    @Test
    void malformedJsonIsReportedWithItsPlace(Api api) {
        Api.Answer answer = apply(api, "application/json", "{\n  \"workflow_id\": \"x\",,\n}");

        assertProblem(answer, 400, "malformed-document");
        assertThat(errors(answer).get(0).getInt("line")).isEqualTo(2);
    }

    @Test
    void malformedYamlIsReportedWithItsPlace(Api api) {
        Api.Answer answer = apply(api, "application/yaml", "workflow_id: x\nnodes: [\n  - broken");

        assertProblem(answer, 400, "malformed-document");
        assertThat(errors(answer).get(0).getInt("line")).isPositive();
    }

    @Test
    void everythingWrongIsReportedAtOnce(Api api) {
        Api.Answer answer = apply(api, "application/yaml", """
                workflow_id: wrong
                name: Everything wrong
                colour: red
                nodes:
                  - node_id: start
                    type: trigger
                    trigger_type: manual
                  - node_id: a
                    type: component
                    name: nobody/nothing
                    task_name: run
                    inputs: {x: "$.ghost.output"}
                  - node_id: b
                    type: http
                    method: GET
                    url: http://127.0.0.1/
                  - node_id: c
                    type: http
                    method: GET
                    url: http://127.0.0.1/
                edges:
                  - [start, a]
                  - [b, c]
                  - [c, b]
                  - [a, phantom]
                """);

        assertProblem(answer, 422, "invalid-definition");
        assertThat(errors(answer).stream().map(error -> error.getString("message")))
                .anySatisfy(message -> assertThat(message).contains("colour"));
        assertThat(errors(answer))
                .allSatisfy(error -> assertThat(error.getInt("line", 0)).isPositive());
    }

    @Test
    void graphAndComponentErrorsAreReportedTogether(Api api) {
        Api.Answer answer = apply(api, "application/yaml", """
                workflow_id: wrong-graph
                name: Wrong graph
                nodes:
                  - {node_id: start, type: trigger, trigger_type: manual}
                  - {node_id: a, type: component, name: nobody/nothing, task_name: run}
                  - {node_id: b, type: http, method: GET, url: "http://127.0.0.1/"}
                  - {node_id: c, type: http, method: GET, url: "$.d.output"}
                  - {node_id: d, type: http, method: GET, url: "http://127.0.0.1/"}
                edges:
                  - [start, a]
                  - [b, c]
                  - [c, b]
                  - [start, d]
                """);

        assertProblem(answer, 422, "invalid-definition");
        String all = errors(answer).toString();
        assertThat(all).contains("nobody/nothing").containsIgnoringCase("cycle").contains("ancestor");
    }

    @Test
    void aHugeBodyIsRefused(Api api) {
        byte[] body = new byte[100 * 1024 * 1024];
        Arrays.fill(body, (byte) ' ');
        Api.Answer answer = api.post("/workflows", "application/json", body);

        assertProblem(answer, 413, "payload-too-large");
        assertThat(api.get("/workflows").status()).isEqualTo(200);
    }

    @Test
    void aHugeBodyOfUnknownLengthIsRefused(Api api) {
        byte[] chunk = "          ".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        Api.Answer answer = api.send(
                "POST",
                "/workflows",
                BodyPublishers.ofByteArrays(java.util.Collections.nCopies(20, chunk)),
                "Content-Type",
                "application/json");

        assertProblem(answer, 413, "payload-too-large");
    }

    @Test
    void aDryRunStoresNothing(Api api) {
        String definition = """
                workflow_id: dry
                name: Dry
                nodes: [{node_id: start, type: trigger, trigger_type: manual}]
                edges: []
                """;
        Api.Answer answer =
                api.post("/workflows?dry_run=true", "application/yaml", definition.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(api.get("/workflows/dry").status()).isEqualTo(404);
    }

    @Test
    void otherMediaTypesAndMethodsAreProblems(Api api) {
        assertThat(apply(api, "text/csv", "a,b").status()).isEqualTo(415);
        Api.Answer put = api.send("PUT", "/workflows", BodyPublishers.noBody());
        assertThat(put.status()).isEqualTo(405);
        assertThat(put.header("Content-Type")).startsWith("application/problem+json");
    }

    private static Api.Answer apply(Api api, String type, String text) {
        return api.post("/workflows", type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertProblem(Api.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.object().getString("code")).isEqualTo(code);
    }

    private static List<JsonObject> errors(Api.Answer answer) {
        return answer.object().getJsonArray("errors").getValuesAs(JsonObject.class);
    }
}
