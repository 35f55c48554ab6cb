package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import io.fuscia.input.JsonValues;
import io.fuscia.task.Cancellation;
import io.fuscia.task.TaskOutcome;
import io.fuscia.task.TaskRequest;
import io.fuscia.task.TaskRunner;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;

/** Stands for guests: each node does what the test says, by default echoing its inputs. Remembers who ran. */
final class ScriptedTasks implements TaskRunner {
    private final Map<String, BiFunction<TaskRequest, Cancellation, TaskOutcome>> scripts = new ConcurrentHashMap<>();
    private final List<String> ran = new CopyOnWriteArrayList<>();

    @Override
    public TaskOutcome run(TaskRequest request, Cancellation cancellation) {
        String node = request.context().nodeId();
        ran.add(node);
        return scripts.getOrDefault(node, (asked, token) -> succeeded(asked.inputs()))
                .apply(request, cancellation);
    }

    List<String> ran() {
        return List.copyOf(ran);
    }

    long runs(String node) {
        return ran.stream().filter(node::equals).count();
    }

    void on(String node, BiFunction<TaskRequest, Cancellation, TaskOutcome> script) {
        scripts.put(node, script);
    }

    void fails(String node) {
        on(node, (request, token) -> failed(ErrorCode.COMPONENT_RETURNED_ERROR, false));
    }

    /** Fails so often, then succeeds. */
    void failsFirst(String node, int times) {
        on(
                node,
                (request, token) ->
                        runs(node) <= times ? failed(ErrorCode.COMPONENT_TRAPPED, true) : succeeded(request.inputs()));
    }

    /** Holds the node until the latch opens or it is cancelled; gives a latch that opens when it runs. */
    CountDownLatch holds(String node, CountDownLatch until) {
        CountDownLatch runs = new CountDownLatch(1);
        on(node, (request, token) -> {
            token.onCancel(until::countDown);
            runs.countDown();
            try {
                until.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return failed(ErrorCode.CANCELLED, false);
            }
            return token.isCancelled() ? failed(ErrorCode.CANCELLED, false) : succeeded(request.inputs());
        });
        return runs;
    }

    static TaskOutcome succeeded(JsonValue output) {
        return new TaskOutcome.Succeeded(output, List.of());
    }

    static TaskOutcome failed(ErrorCode code, boolean retryable) {
        return new TaskOutcome.Failed(code, "it failed", retryable, JsonValues.object(Map.of()));
    }
}
