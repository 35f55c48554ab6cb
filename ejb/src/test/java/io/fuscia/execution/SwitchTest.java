package io.fuscia.execution;

import static io.fuscia.execution.TestEngine.hasStatuses;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SwitchTest {
    private final TestEngine engine = new TestEngine().begin();

    @AfterEach
    void end() {
        engine.close();
    }

    private ExecutionDetail run(String payload) {
        engine.workflow(
                "switch",
                """
                {node_id: check, type: component}
                {node_id: one, type: component}
                {node_id: two, type: component}
                {node_id: other, type: component}
                {node_id: after_other, type: component}
                {node_id: any, type: join, join_strategy: any}
                """,
                "start -> check",
                "check -> one when $.trigger.x == 1 or $.trigger.x == 12",
                "check -> two when $.trigger.x == 2 or $.trigger.x == 12",
                "check -> other when default",
                "other -> after_other",
                "one -> any",
                "two -> any",
                "after_other -> any");
        return engine.ended(engine.start("switch", payload));
    }

    @Test
    void takesTheEdgeWhoseConditionHolds() {
        hasStatuses(
                run("{\"x\":1}"),
                ExecutionStatus.SUCCEEDED,
                "start=succeeded",
                "check=succeeded",
                "one=succeeded",
                "two=skipped",
                "other=skipped",
                "after_other=skipped",
                "any=succeeded");
    }

    @Test
    void takesAllEdgesWhoseConditionsHold() {
        hasStatuses(
                run("{\"x\":12}"),
                ExecutionStatus.SUCCEEDED,
                "start=succeeded",
                "check=succeeded",
                "one=succeeded",
                "two=succeeded",
                "other=skipped",
                "after_other=skipped",
                "any=succeeded");
    }

    @Test
    void takesTheDefaultIfNoOtherConditionHolds() {
        hasStatuses(
                run("{}"),
                ExecutionStatus.SUCCEEDED,
                "start=succeeded",
                "check=succeeded",
                "one=skipped",
                "two=skipped",
                "other=succeeded",
                "after_other=succeeded",
                "any=succeeded");
    }

    @Test
    void failsWhatItsConditionCannotDecide() {
        engine.workflow("bad", "{node_id: a, type: component}", "start -> a when $.trigger.x > 1");

        hasStatuses(
                engine.ended(engine.start("bad", "{\"x\":\"text\"}")),
                ExecutionStatus.FAILED,
                "start=succeeded",
                "a=failed");
    }
}
