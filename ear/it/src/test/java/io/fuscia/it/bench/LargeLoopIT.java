package io.fuscia.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.Packages;
import io.fuscia.it.server.Workflow;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A parallel loop over many items: what lives in the heap while it runs, how far it says it is, and how its tasks are
 * read. In the build over a few thousand; with {@code -Dfuscia.loop.items=100000} the figures of the performance page,
 * which are printed.
 */
class LargeLoopIT {
    private static final int ITEMS = Integer.getInteger("fuscia.loop.items", 2_000);
    private static final int SAMPLES = 5;

    @Test
    void keepsAFewItemsInTheHeapAndShowsItsTasksPageByPage() throws Exception {
        try (FusciaServer server = FusciaServer.start("large-loop", Map.of("FUSCIA_JAVA_OPTS", "-Xmx512m"))) {
            Api api = server.api();
            Packages.installExample(api, "noop");
            Api.Answer applied = api.post(
                    "/workflows",
                    "application/yaml",
                    Files.readAllBytes(FusciaServer.root().resolve("ear/examples/bench/loop-large.yaml")));
            assertThat(applied.status()).as(applied.toString()).isEqualTo(201);
            Workflow.end(api, start(api, 100));
            System.out.printf("heap at rest: %d KiB%n", LiveHeap.bytes(server) / 1_024);

            long from = System.nanoTime();
            String id = start(api, ITEMS);
            int sample = 1;
            while (api.get("/executions/" + id + "?wait=1&tasks=false")
                    .object()
                    .getString("status")
                    .matches("pending|running")) {
                int done = done(api, id);
                if (done >= (long) ITEMS * sample / SAMPLES) {
                    sample = (int) ((long) done * SAMPLES / ITEMS) + 1;
                    System.out.printf(
                            "heap with %d of %d items done: %d KiB%n", done, ITEMS, LiveHeap.bytes(server) / 1_024);
                }
            }
            System.out.printf("%d items: %d ms%n", ITEMS, (System.nanoTime() - from) / 1_000_000);
            System.out.printf("heap after its end: %d KiB%n", LiveHeap.bytes(server) / 1_024);
            assertThat(done(api, id)).isEqualTo(ITEMS);
            readEveryTask(api, id);
        }
    }

    private static void readEveryTask(Api api, String id) {
        JsonObject shown = api.get("/executions/" + id).object();
        assertThat(shown.getString("status")).isEqualTo("succeeded");
        assertThat(shown.getJsonArray("tasks")).hasSize(2 + 1_000);
        assertThat(Workflow.task(shown, "each").getJsonArray("output")).hasSize(ITEMS);
        assertThat(api.get("/executions/" + id + "?inner_tasks=0").object().getJsonArray("tasks"))
                .hasSize(2);
        assertThat(api.get("/executions/" + id + "?inner_tasks=1001").status()).isEqualTo(400);
        Set<String> seen = new HashSet<>();
        shown.getJsonArray("tasks").getValuesAs(JsonObject.class).forEach(task -> seen.add(name(task)));
        String cursor = shown.getString("next_task_cursor", null);
        while (cursor != null) {
            JsonObject page = api.get("/executions/" + id + "/tasks?limit=500&cursor=" + cursor)
                    .object();
            page.getJsonArray("items").getValuesAs(JsonObject.class).forEach(task -> assertThat(seen.add(name(task)))
                    .isTrue());
            cursor = page.getString("next_cursor", null);
        }
        assertThat(seen).hasSize(2 + 2 * ITEMS);
    }

    private static String name(JsonObject task) {
        return task.getString("node_id") + "[" + task.getString("iteration", "") + "]";
    }

    private static String start(Api api, int items) {
        JsonArrayBuilder many = Json.createArrayBuilder();
        IntStream.range(0, items).forEach(many::add);
        return Workflow.start(
                api,
                "bench-loop-large",
                Json.createObjectBuilder().add("items", many).build());
    }

    private static int done(Api api, String id) {
        return api
                .get("/executions/" + id + "/loops")
                .object()
                .getJsonArray("items")
                .getValuesAs(JsonObject.class)
                .stream()
                .mapToInt(loop -> loop.getInt("done"))
                .sum();
    }
}
