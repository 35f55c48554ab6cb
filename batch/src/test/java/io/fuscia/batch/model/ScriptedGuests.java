package io.fuscia.batch.model;

import io.fuscia.failure.ErrorCode;
import io.fuscia.input.JsonValues;
import io.fuscia.task.Cancellation;
import io.fuscia.task.TaskOutcome;
import io.fuscia.task.TaskRequest;
import io.fuscia.task.TaskRunner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Guests that do what a script says, and end when they are told or cancelled. Thread-safe. */
final class ScriptedGuests implements TaskRunner {
    private volatile Script script = new Script(0);
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<TaskOutcome>> running = new ConcurrentHashMap<>();

    void follow(Script next) {
        script = next;
        tries.clear();
        running.clear();
    }

    @Override
    public TaskOutcome run(TaskRequest request, Cancellation cancellation) {
        String task = request.context()
                .taskId()
                .substring(request.context().executionId().length() + 1);
        String key = task + "#" + tries.merge(task, 1, Integer::sum);
        CompletableFuture<TaskOutcome> outcome = new CompletableFuture<>();
        running.put(key, outcome);
        try (Cancellation.Registration registration =
                cancellation.onCancel(() -> finish(key, failed(ErrorCode.CANCELLED, false)))) {
            return outcome.join();
        }
    }

    private void finish(String key, TaskOutcome with) {
        CompletableFuture<TaskOutcome> outcome = running.remove(key);
        if (outcome != null) {
            outcome.complete(with);
        }
    }

    private static TaskOutcome failed(ErrorCode code, boolean retryable) {
        return new TaskOutcome.Failed(code, "as the script says", retryable, JsonValues.object(Map.of()));
    }

    /** Ends the attempt {@code task#number}. */
    void end(String task, int number) {
        Script.Plan plan = script.plan(task, number);
        finish(
                task + "#" + number,
                plan.failure()
                        .map(code -> failed(code, plan.retryable()))
                        .orElseGet(() -> new TaskOutcome.Succeeded(
                                JsonValues.object(Map.of("n", JsonValues.number(script.output(task)))), List.of())));
    }

    /** {@code task#number} of every attempt under way. */
    List<String> running() {
        List<String> keys = new ArrayList<>(running.keySet());
        Collections.sort(keys);
        return keys;
    }

    /** Ends everything, of a case that is given up. */
    void giveUp() {
        running.keySet().forEach(key -> finish(key, failed(ErrorCode.CANCELLED, false)));
    }
}
