package io.fuscia.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.artifact.Digest;
import io.fuscia.workflow.DefinitionParser;
import io.fuscia.workflow.LockedWorkflow;
import io.fuscia.workflow.WorkflowDefinition;
import io.fuscia.workflow.WorkflowId;
import io.fuscia.workflow.document.DocumentFormat;
import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final int PENDING = 200;
    private static final int ROOM = 1_000;
    private static final String YAML = """
            workflow_id: waiting
            name: Waiting
            nodes:
              - {node_id: start, type: trigger, trigger_type: manual}
            """;

    /** Jobs that never end, and tasks that run when the test wants them to. */
    private static final class Launches implements ExecutionLauncher {
        private final Set<ExecutionId> launched = new LinkedHashSet<>();
        private final Queue<Runnable> offered = new ArrayDeque<>();
        private boolean hasThreads = true;
        private boolean broken;
        private int refused;

        @Override
        public String compile(LockedWorkflow workflow) {
            return "";
        }

        @Override
        public void launch(ExecutionId id, LockedWorkflow workflow) {
            if (broken) {
                refused++;
                throw new IllegalStateException("the component is shutting down");
            }
            assertThat(launched.add(id)).as("launched once").isTrue();
        }

        @Override
        public boolean offer(Runnable task) {
            return hasThreads && offered.add(task);
        }

        @Override
        public void stop(ExecutionId id) {
            throw new UnsupportedOperationException("nothing is stopped here");
        }
    }

    private static EngineUnderTest withPending(Launches launches) {
        EngineUnderTest engine = EngineUnderTest.steppedAndClosed(
                (call, cancellation) -> {
                    throw new UnsupportedOperationException("no node runs here");
                },
                launches,
                ROOM);
        WorkflowDefinition definition =
                new DefinitionParser().parse(YAML, DocumentFormat.YAML).orThrow();
        engine.define(new LockedWorkflow(definition, Map.of(), Map.of(), Digest.of(YAML)));
        for (int i = 0; i < PENDING; i++) {
            engine.executions().start(StartRequest.of(new WorkflowId("waiting"), JsonValue.EMPTY_JSON_OBJECT));
        }
        return engine;
    }

    @Test
    void aThreadTakesSomeInAndLeavesTheRestToOthers() {
        Launches launches = new Launches();
        try (EngineUnderTest engine = withPending(launches)) {
            engine.open();
            assertThat(launches.launched).hasSize(Admission.AT_ONCE);
            int turns = 0;
            while (!launches.offered.isEmpty()) {
                launches.offered.remove().run();
                turns++;
            }
            assertThat(launches.launched).hasSize(PENDING);
            assertThat(turns).isEqualTo(PENDING / Admission.AT_ONCE);
        }
    }

    @Test
    void theTimerTakesTheRestInWhenNoThreadIsFree() {
        Launches launches = new Launches();
        launches.hasThreads = false;
        try (EngineUnderTest engine = withPending(launches)) {
            engine.open();
            assertThat(launches.launched).hasSize(Admission.AT_ONCE);
            engine.tick();
            assertThat(launches.launched).hasSize(2 * Admission.AT_ONCE);
            engine.tick();
            engine.tick();
            assertThat(launches.launched).hasSize(PENDING);
        }
    }

    @Test
    void triesOneExecutionALookWhileNoJobCanBeLaunched() {
        Launches launches = new Launches();
        launches.broken = true;
        try (EngineUnderTest engine = withPending(launches)) {
            engine.open();
            assertThat(launches.refused).isEqualTo(1);
            engine.tick();
            assertThat(launches.refused).isEqualTo(2);
            assertThat(launches.launched).isEmpty();

            launches.broken = false;
            launches.hasThreads = false;
            for (int look = 0; look < PENDING / Admission.AT_ONCE + 1; look++) {
                engine.tick();
            }
            assertThat(launches.launched).as("none of them is lost").hasSize(PENDING);
        }
    }
}
