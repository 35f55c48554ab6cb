package io.fuscia.it.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.Packages;
import io.fuscia.it.server.SystemTest;
import io.fuscia.it.server.Workflow;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a guest does, its task fails with the right code and the server goes on. */
@SystemTest
class MisbehavingGuestsIT {
    @ParameterizedTest
    @CsvSource({
        "bad-trap, component-trapped",
        "bad-divide, component-trapped",
        "bad-recurse, limit-exceeded",
        "bad-invalid-utf8, component-invalid-output",
        "bad-out-of-bounds, component-invalid-output",
        "bad-huge, limit-exceeded",
        "bad-hoard, limit-exceeded",
    })
    void failsItsTaskWithTheRightCode(String guest, String code, Api api) {
        JsonObject execution = run(api, guest);

        assertThat(execution.getString("status")).isEqualTo("failed");
        JsonObject error = Workflow.task(execution, "work").getJsonObject("error");
        assertThat(error.getString("code")).as(error.toString()).isEqualTo(code);
        assertThat(error.getString("message"))
                .contains("test/" + guest + "@1.0.0")
                .contains("work");
        assertThat(api.get("/executions?limit=1").status()).isEqualTo(200);
    }

    @Test
    void anEndlessLoopEndsAtTheNodesTimeout(Api api) {
        Packages.install(api, "bad-loop");
        JsonObject execution = new Workflow("guest-bad-loop")
                .node(
                        "work",
                        "component",
                        Json.createObjectBuilder()
                                .add("name", "test/bad-loop")
                                .add("task_name", "run")
                                .add("timeout_ms", 300))
                .edge("start", "work")
                .applyTo(api)
                .run(api, JsonValue.EMPTY_JSON_OBJECT);

        assertThat(Workflow.task(execution, "work").getString("status")).isEqualTo("timed_out");
    }

    @Test
    void memoryGrowthStopsAtTheLimitAndTheGuestIsTold(Api api) {
        JsonObject execution = run(api, "bad-grow");

        JsonObject task = Workflow.task(execution, "work");
        assertThat(task.getString("status")).as(task.toString()).isEqualTo("succeeded");
        assertThat(task.getJsonObject("output").getInt("pages")).isLessThanOrEqualTo(4_096);
    }

    @Test
    void outputThatIsNotJsonIsKeptAsText(Api api) {
        JsonObject task = Workflow.task(run(api, "bad-not-json"), "work");

        assertThat(task.getString("status")).isEqualTo("succeeded");
        assertThat(task.getString("output")).isEqualTo("{not json");
    }

    private static JsonObject run(Api api, String guest) {
        Api.Answer installed = Packages.install(api, guest);
        assertThat(installed.status()).as(installed.toString()).isIn(200, 201);
        return new Workflow("guest-" + guest)
                .guest("work", guest, Json.createObjectBuilder())
                .edge("start", "work")
                .applyTo(api)
                .run(api, JsonValue.EMPTY_JSON_OBJECT);
    }
}
