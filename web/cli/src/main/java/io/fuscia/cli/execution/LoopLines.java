package io.fuscia.cli.execution;

import io.fuscia.cli.api.ApiClient;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Tells how far the loops of a running execution are, at most once a second. */
final class LoopLines {
    private static final long PAUSE_NANOSECONDS = 1_000_000_000L;

    private final ApiClient api;
    private final String executionId;
    private final Map<String, String> told = new HashMap<>();
    private long next = System.nanoTime();

    LoopLines(ApiClient api, String executionId) {
        this.api = api;
        this.executionId = executionId;
    }

    /** One line for each loop that went on since it was told last. */
    void tell(Consumer<String> progress) {
        long now = System.nanoTime();
        if (now - next < 0) {
            return;
        }
        next = now + PAUSE_NANOSECONDS;
        api.get("executions/" + ApiClient.encode(executionId) + "/loops")
                .asJsonObject()
                .getJsonArray("items")
                .getValuesAs(JsonObject.class)
                .forEach(loop -> tell(loop, progress));
    }

    private void tell(JsonObject loop, Consumer<String> progress) {
        int failed = loop.getInt("failed");
        String line = ExecutionView.mark("running") + " " + loop.getString("node_id") + "  " + loop.getInt("done")
                + " of " + loop.getInt("total") + (failed > 0 ? ", " + failed + " failed" : "");
        if ("running".equals(loop.getString("status")) && !line.equals(told.put(loop.getString("node_id"), line))) {
            progress.accept(line);
        }
    }
}
