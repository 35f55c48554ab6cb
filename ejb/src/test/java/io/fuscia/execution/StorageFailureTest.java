package io.fuscia.execution;

import static io.fuscia.execution.TestEngine.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.failure.ErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node whose artifact or pair cannot be stored is tried again for a while, without having been told to. */
@Timeout(60)
class StorageFailureTest {
    private final TestEngine engine = new TestEngine().begin();

    @AfterEach
    void end() {
        engine.close();
    }

    @Test
    void aNodeIsTriedAgainUntilTheDiskHasRoom() {
        engine.workflow("once", "{node_id: a, type: component}", "start -> a");
        engine.tasks.on(
                "a",
                (request, token) -> engine.tasks.runs("a") <= 2
                        ? ScriptedTasks.failed(ErrorCode.STORAGE_UNAVAILABLE, true)
                        : ScriptedTasks.succeeded(request.inputs()));

        ExecutionDetail detail = engine.ended(engine.start("once"));

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(task(detail, "a").attempts())
                .extracting(Attempt::status)
                .containsExactly(TaskStatus.CANCELLED, TaskStatus.CANCELLED, TaskStatus.SUCCEEDED);
        assertThat(task(detail, "a").attempts().get(0).error().orElseThrow().code())
                .isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
    }

    @Test
    void whatTheStorageDidIsNotCountedAgainstTheNodesOwnRetries() {
        engine.workflow(
                "again",
                "{node_id: a, type: component, max_retry_attempts: 1, retry_initial_delay_ms: 1}",
                "start -> a");
        engine.tasks.on("a", (request, token) -> switch ((int) engine.tasks.runs("a")) {
            case 1 -> ScriptedTasks.failed(ErrorCode.STORAGE_UNAVAILABLE, true);
            case 2 -> ScriptedTasks.failed(ErrorCode.COMPONENT_TRAPPED, true);
            default -> ScriptedTasks.succeeded(request.inputs());
        });

        ExecutionDetail detail = engine.ended(engine.start("again"));

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(task(detail, "a").attempts()).hasSize(3);
    }

    @Test
    void aNodeFailsWhenTheStorageDoesNotComeBack() {
        engine.workflow("never", "{node_id: a, type: component}", "start -> a");
        engine.tasks.on("a", (request, token) -> ScriptedTasks.failed(ErrorCode.STORAGE_UNAVAILABLE, true));

        ExecutionDetail detail = engine.ended(engine.start("never"));

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(task(detail, "a").error().orElseThrow().code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
        assertThat(task(detail, "a").attempts()).hasSizeGreaterThan(1);
    }
}
