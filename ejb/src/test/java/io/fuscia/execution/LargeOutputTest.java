package io.fuscia.execution;

import static io.fuscia.execution.TestEngine.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.input.JsonValues;
import jakarta.json.JsonValue;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LargeOutputTest {
    private static final String LARGE = "ü".repeat(TestEngine.LONGEST_OUTPUT);

    private TestEngine engine;

    @BeforeEach
    void begin() {
        engine = new TestEngine().begin();
        engine.tasks.on("big", (request, token) -> ScriptedTasks.succeeded(large()));
    }

    @AfterEach
    void end() {
        engine.close();
    }

    private static JsonValue large() {
        return JsonValues.object(Map.of("text", JsonValues.string(LARGE)));
    }

    @Test
    void aLargeOutputIsAFileAndNobodySeesTheDifference() throws SQLException {
        engine.workflow("files", """
            {node_id: big, type: component}
            {node_id: next, type: component, inputs: {got: $.big.output.text}}
            {node_id: small, type: component, inputs: {n: 1}}
            """, "start -> big", "big -> next", "next -> small");

        ExecutionDetail detail = engine.ended(engine.start("files"));

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(task(detail, "big").output()).contains(large());
        assertThat(task(detail, "next").output()).contains(JsonValues.object(Map.of("got", JsonValues.string(LARGE))));
        assertThat(task(detail, "big").artifacts()).isEmpty();
        assertThat(stored(detail.execution().id()))
                .containsExactly("big row=false file=true", "next row=false file=true", "small row=true file=false");
    }

    @Test
    void anExecutionThatGoesOnAfterACrashReadsItBack() {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch runs = engine.tasks.holds("next", never);
        engine.workflow("back", """
            {node_id: big, type: component}
            {node_id: next, type: component, inputs: {got: $.big.output.text}}
            """, "start -> big", "big -> next");
        ExecutionId id = engine.start("back");
        TestEngine.await(() -> runs.getCount() == 0);

        engine.tasks.on("next", (request, token) -> ScriptedTasks.succeeded(request.inputs()));
        TestEngine after = engine.afterCrash();
        ExecutionDetail detail = after.ended(id);

        assertThat(engine.tasks.runs("big")).isEqualTo(1);
        assertThat(task(detail, "next").output()).contains(JsonValues.object(Map.of("got", JsonValues.string(LARGE))));
        after.close();
    }

    @Test
    void aLoopKeepsItsResultsInFilesToo() {
        engine.workflow("""
            workflow_id: loops
            name: loops
            nodes:
              - {node_id: start, type: trigger, trigger_type: manual}
              - node_id: each
                type: loop
                items: $.trigger.items
                nodes:
                  - {node_id: big, type: component}
                edges: []
            edges:
              - [start, each]
            """);

        ExecutionDetail detail = engine.ended(engine.start("loops", "{\"items\":[1,2,3]}"));

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(task(detail, "each").output().orElseThrow().asJsonArray())
                .hasSize(3)
                .allSatisfy(result ->
                        assertThat(result.asJsonObject().get("output")).isEqualTo(large()));
    }

    private List<String> stored(ExecutionId id) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = engine.database.connect();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT node_path, output_json, output_artifact FROM task WHERE execution_id = '"
                                + id + "' AND node_path <> 'start' ORDER BY node_path")) {
            while (rows.next()) {
                found.add(rows.getString(1) + " row=" + (rows.getString(2) != null) + " file="
                        + (rows.getString(3) != null));
            }
        }
        return found;
    }
}
