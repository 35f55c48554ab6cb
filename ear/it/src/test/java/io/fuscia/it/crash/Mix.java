package io.fuscia.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.Packages;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The workflows of the load: one of each shape that recovery treats in its own way. All of them succeed in the end. */
final class Mix {
    private Mix() {}

    private static final String LINEAR = """
        workflow_id: mix-linear
        name: Three nodes in a row
        nodes:
          - {node_id: start, type: trigger, trigger_type: manual}
          - {node_id: a, type: http, method: POST, url: "{{ $.trigger.base }}/work"}
          - {node_id: b, type: component, name: test/noop-task, task_name: run, inputs: {n: $.a.output.body.n}}
          - {node_id: c, type: http, method: POST, url: "{{ $.trigger.base }}/work"}
        edges: [[start, a], [a, b], [b, c]]
        """;

    private static final String FAN = """
        workflow_id: mix-fan
        name: Four branches and a join
        nodes:
          - {node_id: start, type: trigger, trigger_type: manual}
          - {node_id: one, type: http, method: POST, url: "{{ $.trigger.base }}/work"}
          - {node_id: two, type: http, method: POST, url: "{{ $.trigger.base }}/work"}
          - {node_id: three, type: http, method: GET, url: "{{ $.trigger.base }}/blob"}
          - {node_id: four, type: component, name: test/noop-task, task_name: run}
          - {node_id: all, type: join, join_strategy: all}
          - {node_id: after, type: http, method: POST, url: "{{ $.trigger.base }}/work"}
        edges: [[start, one], [start, two], [start, three], [start, four],
                [one, all], [two, all], [three, all], [four, all], [all, after]]
        """;

    private static final String LOOPS = """
        workflow_id: mix-loops
        name: A parallel loop, then a sequential one
        nodes:
          - {node_id: start, type: trigger, trigger_type: manual}
          - node_id: wide
            type: loop
            items: $.trigger.items
            execution_mode: parallel
            concurrency: 3
            nodes:
              - {node_id: call, type: http, method: POST, url: "{{ $.trigger.base }}/work"}
              - {node_id: note, type: component, name: test/noop-task, task_name: run}
            edges: [[call, note]]
          - node_id: long
            type: loop
            items: $.trigger.items
            execution_mode: sequential
            nodes:
              - node_id: call
                type: http
                method: POST
                url: "{{ $.trigger.base }}/flaky"
                max_retry_attempts: 40
                retry_backoff: constant
                retry_initial_delay_ms: 30
        edges: [[start, wide], [wide, long]]
        """;

    private static final String RETRIES = """
        workflow_id: mix-retries
        name: A node that fails at first, with a short and with a long wait
        nodes:
          - {node_id: start, type: trigger, trigger_type: manual}
          - node_id: soon
            type: http
            method: POST
            url: "{{ $.trigger.base }}/flaky"
            max_retry_attempts: 40
            retry_backoff: constant
            retry_initial_delay_ms: 50
          - node_id: late
            type: http
            method: POST
            url: "{{ $.trigger.base }}/flaky"
            max_retry_attempts: 40
            retry_backoff: constant
            retry_initial_delay_ms: 2500
          - {node_id: after, type: http, method: POST, url: "{{ $.trigger.base }}/work"}
        edges: [[start, soon], [soon, late], [late, after]]
        """;

    private static final String HOOK = """
        workflow_id: mix-hook
        name: A webhook
        nodes:
          - {node_id: start, type: trigger, trigger_type: webhook, method: POST}
          - {node_id: a, type: http, method: POST, url: "{{ $.trigger.body.base }}/work"}
          - {node_id: b, type: http, method: POST, url: "{{ $.trigger.body.base }}/work"}
        edges: [[start, a], [a, b]]
        """;

    /** Workflows that are started by id; the hook is fired by its path. */
    static final List<String> STARTED = List.of("mix-linear", "mix-fan", "mix-loops", "mix-retries");

    static final String HOOKED = "mix-hook";

    /** Makes them and the components they need known to the server. */
    static void apply(Api api) {
        assertThat(Packages.install(api, "noop-task").status()).isIn(200, 201);
        for (String yaml : List.of(LINEAR, FAN, LOOPS, RETRIES, HOOK)) {
            Api.Answer answer = api.post("/workflows", "application/yaml", yaml.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
        }
    }

    /** What a start or a hook's body carries; the key finds the execution again. */
    static JsonObject payload(Recorder recorder, String key) {
        return Json.createObjectBuilder()
                .add("base", recorder.uri().toString())
                .add("key", key)
                .add(
                        "items",
                        Json.createArrayBuilder()
                                .add(1)
                                .add(2)
                                .add(3)
                                .add(4)
                                .add(5)
                                .add(6))
                .build();
    }
}
