package io.fuscia.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.execution.Iteration;
import io.fuscia.workflow.WorkflowId;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an author sees of expect files that are right, not met, or wrong. */
class WorkflowTestsTest {
    private static final String WORKFLOW = """
            workflow_id: two-calls
            name: Two calls
            max_retry_attempts: 2
            retry_backoff: constant
            retry_initial_delay_ms: 3600000
            nodes:
              - {node_id: start, type: trigger, trigger_type: manual}
              - {node_id: ask, type: http, url: "{{ $.trigger.url }}"}
              - {node_id: tell, type: http, method: POST, url: "{{ $.trigger.url }}", body: {seen: $.ask.output.body}}
            edges:
              - [start, ask]
              - [ask, tell]
            """;
    private static OfflineEngine engine;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        engine = OfflineEngine.start();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void waitsForNoRetryThoughItIsDueInAnHour() throws IOException {
        JsonObject test = only("""
                tests:
                  - name: retries
                    payload: {url: "http://somewhere.example/"}
                    nodes:
                      ask: [{error: reset}, {times_out: true}, {response: {body: 7}}]
                      tell: {response: {status: 201}}
                    expect:
                      status: succeeded
                      nodes:
                        ask: {attempts: 3}
                        tell: {attempts: 1, input_includes: {body: {seen: 7}}}
                """);
        assertThat(test.getBoolean("passed")).as(test.toString()).isTrue();
    }

    @Test
    void saysWithItsPlaceWhatIsNotAsExpected() throws IOException {
        JsonObject test = only("""
                tests:
                  - name: wants too much
                    payload: {url: "http://somewhere.example/"}
                    nodes:
                      ask: {response: {body: {a: [1, 2]}}}
                      tell: {response: {status: 404}}
                    expect:
                      status: succeeded
                      nodes:
                        ask:
                          output_includes: {body: {a: [1, 3]}}
                        tell: {status: succeeded, error: status 500}
                        told: {status: succeeded}
                """);
        assertThat(test.getBoolean("passed")).isFalse();
        assertThat(findings(test))
                .containsExactly(
                        "8:15 /tests/0/expect/status the execution is to be succeeded, but it is failed (node 'tell' failed:"
                                + " node 'tell' was answered with status 404)",
                        "11:28 /tests/0/expect/nodes/ask/output_includes ask: output.body.a[1] is to be 3, but it is 2",
                        "12:24 /tests/0/expect/nodes/tell/status tell is to be succeeded, but it is failed (node 'tell' was"
                                + " answered with status 404)",
                        "12:42 /tests/0/expect/nodes/tell/error tell is to fail with 'status 500', but its error is: node 'tell'"
                                + " was answered with status 404",
                        "13:15 /tests/0/expect/nodes/told there is no task told");
    }

    @Test
    void refusesToCallAnybody() throws IOException {
        JsonObject test = only("""
                tests:
                  - name: has no mock
                    payload: {url: "http://127.0.0.1:1/"}
                    expect: {status: failed, nodes: {ask: {error: no mock for http node 'ask', attempts: 1}}}
                """);
        assertThat(test.getBoolean("passed")).as(test.toString()).isTrue();
    }

    @Test
    void tellsOfMocksThatNothingAskedFor() throws IOException {
        JsonObject test = only("""
                tests:
                  - name: has a mock too many
                    payload: {url: "http://somewhere.example/"}
                    nodes:
                      ask: {error: "permanent: no"}
                      tell: {response: {}}
                    expect: {status: failed}
                """);
        assertThat(findings(test)).singleElement().asString().contains("nothing asked for the mock of tell");
    }

    @Test
    void runsARecordedExecutionAgain() throws IOException {
        Files.writeString(folder.resolve("recorded.json"), """
                {"execution_id": "e", "workflow_id": "two-calls", "status": "succeeded",
                 "payload": {"url": "http://somewhere.example/"},
                 "tasks": [
                  {"node_id": "start", "type": "trigger", "status": "succeeded", "output": {"url": "http://somewhere.example/"}},
                  {"node_id": "ask", "type": "http", "status": "succeeded", "output": {"status": 200, "body": 1},
                   "attempt_history": [{"number": 1, "status": "failed", "error": {"message": "reset"}},
                                       {"number": 2, "status": "succeeded"}]},
                  {"node_id": "tell", "type": "http", "status": "succeeded", "output": {"status": 204},
                   "attempt_history": [{"number": 1, "status": "succeeded"}]}]}
                """);
        JsonObject test = only("""
                tests:
                  - name: goes as it went
                    recording: recorded.json
                """);
        assertThat(test.getBoolean("passed")).as(test.toString()).isTrue();
        JsonObject edited = only("""
                tests:
                  - name: goes another way
                    recording: recorded.json
                    nodes: {tell: {response: {status: 410}}}
                """);
        assertThat(findings(edited))
                .anyMatch(line -> line.contains("the execution is to be succeeded, but it is failed"));
    }

    @Test
    void reportsEverythingThatIsWrongWithAFileAtOnce() throws IOException {
        JsonObject error = run("""
                tests:
                  - name: a
                    nodes:
                      ask: {output: 1, error: two}
                      "each[": {output: 1}
                    expect: {status: done, nods: {}}
                  - name: a
                    recording: nothing.json
                """).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("invalid-definition");
        assertThat(error.getJsonArray("errors").getValuesAs(JsonObject.class).stream()
                        .map(each -> each.getInt("line") + " " + each.getString("code")))
                .containsExactly(
                        "4 invalid_mock",
                        "5 unknown_value",
                        "6 unknown_value",
                        "6 unknown_key",
                        "7 unknown_value",
                        "7 duplicate_name");
    }

    @Test
    void reportsWhatIsWrongWithTheWorkflowUnderItsName() throws IOException {
        Files.writeString(folder.resolve("broken.yaml"), WORKFLOW.replace("[ask, tell]", "[ask, tel]"));
        Path file = Files.writeString(folder.resolve("broken.expect.yaml"), "tests: []\n");
        JsonObject error = new WorkflowTests(engine).run(file).getJsonObject("error");
        assertThat(error.getString("file")).endsWith("broken.yaml");
        assertThat(error.getJsonArray("errors").toString()).contains("tel");
    }

    @Test
    void namesTasksOfLoopsInLoops() {
        assertThat(TaskName.ofTask(Optional.empty(), "e1/fetch/0"))
                .isEqualTo(
                        new TaskName(Optional.empty(), TaskName.parse("fetch").node(), Optional.of(Iteration.NONE)));
        assertThat(TaskName.ofTask(Optional.empty(), "e1/each/fetch/3")).isEqualTo(TaskName.parse("each/fetch[3]"));
        assertThat(TaskName.ofTask(Optional.empty(), "e1/rows/cells/cell/1/14"))
                .isEqualTo(TaskName.parse("rows/cells/cell[1/14]"));
    }

    @Test
    void namesNodesOfCalledWorkflows() {
        TaskName name = TaskName.parse("two-calls:each/fetch[3]");

        assertThat(name).isEqualTo(TaskName.ofTask(Optional.of(new WorkflowId("two-calls")), "e1/each/fetch/3"));
        assertThat(name).hasToString("two-calls:each/fetch[3]");
        assertThat(TaskName.parse("each/fetch").includes(name)).isFalse();
        assertThat(TaskName.parse("two-calls:each/fetch").includes(name)).isTrue();
        assertThatThrownBy(() -> TaskName.parse("a:b:c")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mocksNodesOfCalledWorkflows() throws IOException {
        JsonObject tests = calling("""
                workflows: [two-calls.yaml]
                tests:
                  - name: mocks them by the workflow's name
                    nodes:
                      "two-calls:ask": [{error: reset}, {response: {body: 7}}]
                      "two-calls:tell": {response: {status: 201}}
                    expect:
                      status: succeeded
                      nodes:
                        "two-calls:ask": {attempts: 2}
                        "two-calls:tell": {input_includes: {body: {seen: 7}}}
                        call: {status: succeeded, output_includes: {status: 201}}
                  - name: does not mix them up
                    nodes:
                      "two-calls:ask": {response: {body: 7}}
                      tell: {response: {}}
                    expect:
                      status: failed
                      nodes:
                        "two-calls:ask": {status: failed}
                        "others:ask": {status: failed}
                """);

        assertThat(tests.getJsonArray("tests").getJsonObject(0).getBoolean("passed"))
                .as(tests.toString())
                .isTrue();
        assertThat(findings(tests.getJsonArray("tests").getJsonObject(1)))
                .anyMatch(line -> line.contains("two-calls:ask is to be failed, but it is succeeded"))
                .anyMatch(line -> line.contains("there is no task others:ask: workflow others was not called"))
                .anyMatch(line -> line.contains("nothing asked for the mock of tell"));
    }

    private JsonObject calling(String text) throws IOException {
        Files.writeString(folder.resolve("two-calls.yaml"), WORKFLOW);
        Files.writeString(folder.resolve("calls.yaml"), """
                workflow_id: calls
                name: Calls another
                nodes:
                  - {node_id: start, type: trigger, trigger_type: manual}
                  - {node_id: call, type: workflow, workflow_id: two-calls, inputs: {url: "http://somewhere.example/"}}
                edges: [[start, call]]
                """);
        return new WorkflowTests(engine).run(Files.writeString(folder.resolve("calls.expect.yaml"), text));
    }

    private JsonObject only(String text) throws IOException {
        JsonObject report = run(text);
        assertThat(report.containsKey("error")).as(report.toString()).isFalse();
        return report.getJsonArray("tests").getJsonObject(0);
    }

    private JsonObject run(String text) throws IOException {
        Files.writeString(folder.resolve("two-calls.yaml"), WORKFLOW);
        return new WorkflowTests(engine).run(Files.writeString(folder.resolve("two-calls.expect.yaml"), text));
    }

    private static List<String> findings(JsonObject test) {
        return test.getJsonArray("failures").getValuesAs(JsonObject.class).stream()
                .map(each -> each.getInt("line") + ":" + each.getInt("column") + " " + each.getString("pointer") + " "
                        + each.getString("message"))
                .toList();
    }
}
