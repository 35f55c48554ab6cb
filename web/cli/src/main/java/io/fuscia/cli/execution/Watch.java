package io.fuscia.cli.execution;

import io.fuscia.cli.api.ApiClient;
import io.fuscia.cli.api.ApiProblem;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Waits for executions to end. Who wants to see progress asks, often at first and then less so; who does not is told. */
final class Watch {
    private static final long FIRST_PAUSE_MS = 20;
    private static final long LONGEST_PAUSE_MS = 1_000;

    /** Seconds; below the client's own time limit for a request. */
    private static final int WAIT = 30;

    private final ApiClient api;

    Watch(ApiClient api) {
        this.api = api;
    }

    /** The ended execution. */
    ExecutionView untilEnd(String executionId) {
        while (true) {
            ExecutionView now = read(executionId, "?wait=" + WAIT);
            if (now.isFinal()) {
                return now;
            }
        }
    }

    /** The ended execution; every change of a task's status is told on the way, and how far its loops are. */
    ExecutionView untilEnd(String executionId, Consumer<String> progress) {
        Map<String, String> seen = new HashMap<>();
        LoopLines loops = new LoopLines(api, executionId);
        long pause = FIRST_PAUSE_MS;
        while (true) {
            ExecutionView now = read(executionId, "");
            for (JsonObject task : now.document().getJsonArray("tasks").getValuesAs(JsonObject.class)) {
                String name = ExecutionView.name(task);
                String status = task.getString("status");
                if (!"pending".equals(status) && !status.equals(seen.put(name, status))) {
                    progress.accept(ExecutionView.mark(status) + " " + name + "  " + status
                            + ExecutionView.duration(task) + ExecutionView.error(task));
                    pause = FIRST_PAUSE_MS;
                }
            }
            if (now.isFinal()) {
                return now;
            }
            if (now.isInLoop()) {
                loops.tell(progress);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
            pause = Math.min(LONGEST_PAUSE_MS, pause * 3 / 2);
        }
    }

    private ExecutionView read(String executionId, String query) {
        try {
            return new ExecutionView(api.get("executions/" + ApiClient.encode(executionId) + query)
                    .asJsonObject());
        } catch (ApiProblem problem) {
            throw problem.status() == 404 ? problem.about("execution " + executionId) : problem;
        }
    }
}
