package io.fuscia.execution;

import static io.fuscia.execution.TestEngine.hasStatuses;
import static io.fuscia.execution.TestEngine.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import io.fuscia.input.JsonValues;
import io.fuscia.workflow.NodePath;
import io.fuscia.workflow.WorkflowId;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RestartTest {
    private static final String ABC =
            "{node_id: a, type: component}\n{node_id: b, type: component}\n{node_id: c, type: component}";

    private final TestEngine engine = new TestEngine().begin();
    private final Restarts restarts = engine.engine.restarts();

    @AfterEach
    void end() {
        engine.close();
    }

    @Test
    void runsAgainWhatFailedAndTakesOverWhatIsDone() {
        engine.workflow("chain", ABC, "start -> a", "a -> b", "b -> c");
        engine.tasks.fails("b");
        ExecutionId first = engine.start("chain");
        ExecutionDetail failed = engine.ended(first);
        assertThat(failed.execution().status()).isEqualTo(ExecutionStatus.FAILED);
        succeeds("b");

        ExecutionId second = restarted(first, RestartRequest.ofFailed());
        ExecutionDetail detail = engine.ended(second);

        hasStatuses(detail, ExecutionStatus.SUCCEEDED, "start=succeeded", "a=succeeded", "b=succeeded", "c=succeeded");
        assertThat(engine.tasks.runs("a")).isEqualTo(1);
        assertThat(engine.tasks.runs("b")).isEqualTo(2);
        assertThat(detail.execution().origin()).contains(first);
        assertThat(task(detail, "a").origin()).contains(first);
        assertThat(task(detail, "a").attempts()).isEmpty();
        assertThat(task(detail, "a").output()).isEqualTo(task(failed, "a").output());
        assertThat(task(detail, "b").origin()).isEmpty();
        assertThat(engine.detail(first).execution().status()).isEqualTo(ExecutionStatus.FAILED);
    }

    @Test
    void givesARestartWhatDoneNodesHadSet() {
        engine.workflow("chain", ABC, "start -> a", "a -> b", "b -> c");
        engine.tasks.on("a", (request, token) -> {
            engine.pairs.ofExecution(request.context().executionId()).set("by", "a");
            return ScriptedTasks.succeeded(request.inputs());
        });
        engine.tasks.fails("b");
        ExecutionId first = engine.start("chain");
        engine.ended(first);
        List<String> found = new CopyOnWriteArrayList<>();
        engine.tasks.on("b", (request, token) -> {
            found.add(engine.pairs
                    .ofExecution(request.context().executionId())
                    .get("by")
                    .orElse("nothing"));
            return ScriptedTasks.succeeded(request.inputs());
        });

        engine.ended(restarted(first, RestartRequest.ofFailed()));

        assertThat(found).containsExactly("a");
    }

    @Test
    void runsEverythingAgainFromTheStart() {
        engine.workflow("chain", ABC, "start -> a", "a -> b", "b -> c");
        ExecutionId first = engine.start("chain");
        engine.ended(first);

        ExecutionDetail detail = engine.ended(restarted(first, from(new RestartRequest.Start())));

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(engine.tasks.ran()).containsExactly("a", "b", "c", "a", "b", "c");
    }

    @Test
    void runsANodeAndAllAfterItAgain() {
        engine.workflow(
                "diamond", ABC + "\n{node_id: d, type: join}", "start -> a", "a -> b", "a -> c", "b -> d", "c -> d");
        ExecutionId first = engine.start("diamond");
        engine.ended(first);

        ExecutionDetail detail = engine.ended(restarted(first, from(node("b"))));

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(engine.tasks.runs("a")).isEqualTo(1);
        assertThat(engine.tasks.runs("b")).isEqualTo(2);
        assertThat(engine.tasks.runs("c")).isEqualTo(1);
        assertThat(task(detail, "c").origin()).contains(first);
        assertThat(task(detail, "d").origin()).isEmpty();
    }

    @Test
    void givesNodesThatRunAgainTheEditedInput() {
        engine.workflow(
                "input",
                "{node_id: a, type: component, inputs: {n: $.trigger.n}}\n"
                        + "{node_id: b, type: component, inputs: {n: $.trigger.n, a: $.a.output.n}}",
                "start -> a",
                "a -> b");
        ExecutionId first = engine.start("input", "{\"n\": 1}");
        engine.ended(first);

        ExecutionDetail detail = engine.ended(restarted(
                first,
                new RestartRequest(
                        node("b"), JsonValues.parse("{\"n\": 2}"), new RestartRequest.Same(), Optional.empty())));

        JsonObject output = task(detail, "b").output().orElseThrow().asJsonObject();
        assertThat(output.getInt("n")).isEqualTo(2);
        assertThat(output.getInt("a")).as("what is done is not run again").isEqualTo(1);
        assertThat(task(detail, "start").output().orElseThrow().asJsonObject().getInt("n"))
                .isEqualTo(2);
    }

    @Test
    void goesOnWithTheIterationsThatFailed() {
        loop("continue");
        engine.tasks.on(
                "work",
                (request, token) -> request.inputs().getInt("i") % 2 == 1
                        ? ScriptedTasks.failed(ErrorCode.COMPONENT_RETURNED_ERROR, false)
                        : ScriptedTasks.succeeded(request.inputs()));
        ExecutionId first = engine.start("loop", "{\"items\": [0, 1, 2, 3]}");
        assertThat(engine.ended(first).execution().status()).isEqualTo(ExecutionStatus.COMPLETED_WITH_ERRORS);
        succeeds("work");

        ExecutionDetail detail = engine.ended(restarted(first, RestartRequest.ofFailed()));

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(engine.tasks.runs("work")).isEqualTo(4 + 2);
        assertThat(engine.tasks.runs("prepare"))
                .as("done also in the iterations that failed")
                .isEqualTo(4);
        assertThat(origins(detail, "each/work")).containsExactly("0:copied", "1:run", "2:copied", "3:run");
        assertThat(task(detail, "each").output().orElseThrow().asJsonArray()).hasSize(4);
        assertThat(engine.tasks.runs("after")).isEqualTo(2);
    }

    @Test
    void runsALoopAgainFromAnIterationOn() {
        loop("stop_and_fail");
        ExecutionId first = engine.start("loop", "{\"items\": [0, 1, 2, 3]}");
        engine.ended(first);

        ExecutionDetail detail = engine.ended(restarted(first, from(node("each", 2))));

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(origins(detail, "each/work")).containsExactly("0:copied", "1:copied", "2:run", "3:run");
        assertThat(origins(detail, "each/prepare")).containsExactly("0:copied", "1:copied", "2:run", "3:run");
    }

    @Test
    void runsANodeInAnIterationAgain() {
        loop("stop_and_fail");
        ExecutionId first = engine.start("loop", "{\"items\": [0, 1, 2]}");
        engine.ended(first);

        ExecutionDetail detail = engine.ended(restarted(first, from(node("each/work", 1))));

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(origins(detail, "each/prepare")).containsExactly("0:copied", "1:copied", "2:run");
        assertThat(origins(detail, "each/work")).containsExactly("0:copied", "1:run", "2:run");
    }

    @Test
    void runsAWholeLoopAgain() {
        loop("stop_and_fail");
        ExecutionId first = engine.start("loop", "{\"items\": [0, 1]}");
        engine.ended(first);

        ExecutionDetail detail = engine.ended(restarted(first, from(node("each"))));

        assertThat(origins(detail, "each/work")).containsExactly("0:run", "1:run");
    }

    @Test
    void goesOnUnderANewVersionIfWhatIsDoneFits() {
        engine.workflow("v", ABC, "start -> a", "a -> b", "b -> c");
        engine.tasks.fails("b");
        ExecutionId first = engine.start("v");
        engine.ended(first);
        engine.workflow("v", "{node_id: a, type: component}\n{node_id: x, type: component}", "start -> a", "a -> x");

        ExecutionDetail detail = engine.ended(restarted(first, newest(new RestartRequest.Failed())));

        hasStatuses(detail, ExecutionStatus.SUCCEEDED, "start=succeeded", "a=succeeded", "x=succeeded");
        assertThat(detail.execution().workflowVersion()).isEqualTo(2);
        assertThat(engine.tasks.runs("a")).isEqualTo(1);
    }

    @Test
    void refusesANewVersionThatPutsSomethingBeforeWhatIsDoneAndSaysWhy() {
        engine.workflow("v", ABC, "start -> a", "a -> b", "b -> c");
        engine.tasks.fails("c");
        ExecutionId first = engine.start("v");
        engine.ended(first);
        engine.workflow("v", ABC + "\n{node_id: x, type: component}", "start -> a", "a -> x", "x -> b", "b -> c");

        // b would run again, because x before it has to run: that is no contradiction.
        ExecutionDetail detail = engine.ended(restarted(first, newest(new RestartRequest.Failed())));
        assertThat(engine.tasks.runs("a")).isEqualTo(1);
        assertThat(engine.tasks.runs("b")).isEqualTo(2);
        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.FAILED);

        engine.workflow("v", ABC, "start -> b", "b -> a", "a -> c");
        assertThatThrownBy(() -> restarts.restart(first, newest(new RestartRequest.Failed())))
                .isInstanceOfSatisfying(FusciaException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.RESTART_NOT_COMPATIBLE);
                    assertThat(e.violations()).hasSize(2);
                    assertThat(e).hasMessageContaining("it comes after [start] now, it came after [a]");
                });
        assertThat(engine.ended(restarted(first, newest(new RestartRequest.Start())))
                        .execution()
                        .workflowVersion())
                .isEqualTo(3);
    }

    @Test
    void refusesANewVersionThatTurnsRoundWhatIsDoneInsideALoopAndSaysEachReasonOnce() {
        loop("stop_and_fail");
        engine.tasks.on(
                "work",
                (request, token) -> request.inputs().getInt("i") == 2
                        ? ScriptedTasks.failed(ErrorCode.COMPONENT_RETURNED_ERROR, false)
                        : ScriptedTasks.succeeded(request.inputs()));
        ExecutionId first = engine.start("loop", "{\"items\": [0, 1, 2, 3]}");
        assertThat(engine.ended(first).execution().status()).isEqualTo(ExecutionStatus.FAILED);
        succeeds("work");
        engine.workflow(
                "loop",
                "{node_id: each, type: loop, items: $.trigger.items, execution_mode: sequential, nodes:"
                        + " [{node_id: prepare, type: component},"
                        + " {node_id: work, type: component, inputs: {i: $.item}}], edges: [[work, prepare]]}\n"
                        + "{node_id: after, type: component}",
                "start -> each",
                "each -> after");

        assertThatThrownBy(() -> restarts.restart(first, newest(new RestartRequest.Failed())))
                .isInstanceOfSatisfying(FusciaException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.RESTART_NOT_COMPATIBLE);
                    assertThat(e.violations())
                            .extracting(Violation::pointer)
                            .containsExactlyInAnyOrder("/nodes/1/nodes/0", "/nodes/1/nodes/1");
                });

        ExecutionDetail detail = engine.ended(restarted(first, newest(new RestartRequest.Start())));
        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void refusesWhatCannotBeRestarted() throws Exception {
        loop("stop_and_fail");
        ExecutionId first = engine.start("loop", "{\"items\": [0]}");
        engine.ended(first);

        refuses(ErrorCode.NODE_NOT_FOUND, first, from(node("nobody")));
        refuses(ErrorCode.NODE_NOT_FOUND, first, from(node("after", 0)));
        refuses(ErrorCode.NODE_NOT_FOUND, first, from(node("start")));
        refuses(ErrorCode.TASK_NOT_FOUND, first, from(node("each", 7)));
        refuses(
                ErrorCode.RESTART_NOT_COMPATIBLE,
                first,
                new RestartRequest(
                        node("each", 0),
                        JsonValues.parse("{\"items\": [1]}"),
                        new RestartRequest.Same(),
                        Optional.empty()));
        refuses(ErrorCode.EXECUTION_NOT_FOUND, ExecutionId.create(), RestartRequest.ofFailed());

        engine.tasks
                .holds("prepare", new java.util.concurrent.CountDownLatch(1))
                .getCount();
        ExecutionId running = engine.start("loop", "{\"items\": [0]}");
        refuses(ErrorCode.ILLEGAL_TRANSITION, running, RestartRequest.ofFailed());
    }

    @Test
    void takesOverAJoinsLosersAsTheyAre() {
        engine.workflow(
                "first",
                ABC + "\n{node_id: j, type: join, join_strategy: first}\n{node_id: z, type: component}",
                "start -> a",
                "start -> b",
                "a -> j",
                "b -> j",
                "j -> z",
                "start -> c");
        engine.tasks.holds("b", new java.util.concurrent.CountDownLatch(1));
        engine.tasks.fails("z");
        ExecutionId first = engine.start("first");
        engine.ended(first);
        succeeds("z");

        ExecutionDetail detail = engine.ended(restarted(first, RestartRequest.ofFailed()));

        assertThat(detail.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(task(detail, "b").status()).isEqualTo(TaskStatus.CANCELLED);
        assertThat(engine.tasks.runs("a")).isEqualTo(1);
        assertThat(engine.tasks.runs("z")).isEqualTo(2);
    }

    @Test
    void restartsOnceForOneIdempotencyKey() {
        engine.workflow("chain", ABC, "start -> a", "a -> b", "b -> c");
        ExecutionId first = engine.start("chain");
        engine.ended(first);
        RestartRequest request = new RestartRequest(
                new RestartRequest.Start(), Optional.empty(), new RestartRequest.Same(), Optional.of("k"));

        Started once = restarts.restart(first, request);
        Started again = restarts.restart(first, request);

        assertThat(again.replayed()).isTrue();
        assertThat(again.execution().id()).isEqualTo(once.execution().id());
        refuses(
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                first,
                new RestartRequest(
                        new RestartRequest.Failed(), Optional.empty(), new RestartRequest.Same(), Optional.of("k")));
    }

    @Test
    void restartsAllThatFailedOnce() {
        engine.workflow("chain", ABC, "start -> a", "a -> b", "b -> c");
        engine.workflow("other", ABC, "start -> a", "a -> b", "b -> c");
        engine.tasks.fails("b");
        List<ExecutionId> failed = List.of(engine.start("chain"), engine.start("chain"), engine.start("chain"));
        ExecutionId other = engine.start("other");
        failed.forEach(engine::ended);
        engine.ended(other);
        succeeds("b");
        RestartFilter filter = new RestartFilter(
                Optional.of(new WorkflowId("chain")),
                ExecutionStatus.FAILED,
                Optional.of(ErrorCode.COMPONENT_RETURNED_ERROR),
                Optional.of(Instant.EPOCH),
                Optional.empty());

        assertThat(restarts.restartAll(filter, RestartRequest.ofFailed(), 10, true))
                .extracting(RestartOutcome::origin)
                .containsExactlyElementsOf(failed);
        List<RestartOutcome> two = restarts.restartAll(filter, RestartRequest.ofFailed(), 2, false);
        List<RestartOutcome> rest = restarts.restartAll(filter, RestartRequest.ofFailed(), 10, false);

        assertThat(two).extracting(RestartOutcome::origin).containsExactly(failed.get(0), failed.get(1));
        assertThat(rest).extracting(RestartOutcome::origin).containsExactly(failed.get(2));
        assertThat(engine.ended(two.get(0).started().orElseThrow().id())
                        .execution()
                        .status())
                .isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(restarts.restartAll(filter, RestartRequest.ofFailed(), 10, false))
                .isEmpty();
    }

    @Test
    void restartsEachOnceWhenTwoAskForAllAtOnce() throws Exception {
        engine.workflow("chain", ABC, "start -> a", "a -> b", "b -> c");
        engine.tasks.fails("b");
        List<ExecutionId> failed = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            failed.add(engine.start("chain"));
        }
        failed.forEach(engine::ended);
        succeeds("b");
        RestartFilter filter = new RestartFilter(
                Optional.empty(), ExecutionStatus.FAILED, Optional.empty(), Optional.empty(), Optional.empty());
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<List<RestartOutcome>> all = () -> {
            together.await();
            return restarts.restartAll(filter, RestartRequest.ofFailed(), 10, false);
        };
        List<RestartOutcome> outcomes = new ArrayList<>();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (Future<List<RestartOutcome>> asked : two.invokeAll(List.of(all, all))) {
                outcomes.addAll(asked.get());
            }
        } finally {
            two.shutdown();
        }

        assertThat(outcomes)
                .filteredOn(outcome -> outcome.started().isPresent())
                .extracting(RestartOutcome::origin)
                .containsExactlyInAnyOrderElementsOf(failed);
        assertThat(outcomes).allSatisfy(outcome -> outcome.refused()
                .ifPresent(refused -> assertThat(refused).hasMessageContaining("was restarted meanwhile")));
    }

    private void loop(String failureMode) {
        engine.workflow(
                "loop",
                "{node_id: each, type: loop, items: $.trigger.items, execution_mode: sequential, failure_mode: "
                        + failureMode + ", nodes: [{node_id: prepare, type: component},"
                        + " {node_id: work, type: component, inputs: {i: $.item}}], edges: [[prepare, work]]}\n"
                        + "{node_id: after, type: component}",
                "start -> each",
                "each -> after");
    }

    private void succeeds(String node) {
        engine.tasks.on(node, (request, token) -> ScriptedTasks.succeeded(request.inputs()));
    }

    private ExecutionId restarted(ExecutionId id, RestartRequest request) {
        return restarts.restart(id, request).execution().id();
    }

    private void refuses(ErrorCode code, ExecutionId id, RestartRequest request) {
        assertThatThrownBy(() -> restarts.restart(id, request))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static RestartRequest from(RestartRequest.From from) {
        return new RestartRequest(from, Optional.empty(), new RestartRequest.Same(), Optional.empty());
    }

    private static RestartRequest newest(RestartRequest.From from) {
        return new RestartRequest(from, Optional.empty(), new RestartRequest.Newest(), Optional.empty());
    }

    private static RestartRequest.Node node(String path, Integer... iteration) {
        return new RestartRequest.Node(NodePath.parse(path), new Iteration(List.of(iteration)));
    }

    /** Of each run of a node in a loop, whether it was copied. */
    private static List<String> origins(ExecutionDetail detail, String node) {
        return detail.tasks().stream()
                .filter(task -> task.node().toString().equals(node))
                .map(task -> task.iteration() + (task.origin().isPresent() ? ":copied" : ":run"))
                .sorted()
                .collect(Collectors.toList());
    }
}
