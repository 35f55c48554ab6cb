package io.fuscia.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.LoopbackHttp;
import io.fuscia.it.server.Workflow;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Executions that wait an hour for their next attempt: the threads and the heap that they take. In the build a few
 * hundred; with {@code -Dfuscia.waiting=10000} the figures of the performance page, which are printed.
 */
class WaitingIT {
    private static final int WAITING = Integer.getInteger("fuscia.waiting", 300);
    private static final int FIRST = 200;
    /** With the few pages that the database keeps at least: its cache grows up to its limit whatever is done. */
    private static final String OPTIONS = "-Xmx1g -Dfuscia.derby.pages=40";

    private static final int CLIENTS = 8;
    private static final long HOUR_MILLIS = 3_600_000;
    /** What a connection, a cleaner or the compiler may add meanwhile. */
    private static final int MORE_THREADS = 24;

    private static final long HEAP_EACH = 2_048;
    /** With fewer, what else happens in the server outweighs them. */
    private static final int ENOUGH_FOR_HEAP = 5_000;

    @Test
    void executionsThatWaitForARetryTakeNoThreadAndLittleHeap() throws Exception {
        try (LoopbackHttp http = LoopbackHttp.start();
                FusciaServer server = FusciaServer.start("waiting", Map.of("FUSCIA_JAVA_OPTS", OPTIONS))) {
            http.on("/down", request -> LoopbackHttp.Reply.status(503));
            Api api = server.api();
            Workflow workflow = new Workflow("waits")
                    .node(
                            "call",
                            "http",
                            Json.createObjectBuilder()
                                    .add("method", "GET")
                                    .add("url", http.uri("/down").toString())
                                    .add("max_retry_attempts", 3)
                                    .add("retry_backoff", "constant")
                                    .add("retry_initial_delay_ms", HOUR_MILLIS))
                    .edge("start", "call")
                    .applyTo(api);

            List<String> first = start(workflow, api, FIRST);
            settle(http, api, first);
            long heapBefore = LiveHeap.bytes(server);
            int threadsBefore = threads(api);

            long from = System.nanoTime();
            List<String> more = start(workflow, api, WAITING);
            settle(http, api, more);
            long millis = (System.nanoTime() - from) / 1_000_000;
            long heapEach = (LiveHeap.bytes(server) - heapBefore) / WAITING;
            int threads = threads(api);
            System.out.printf(
                    "%d more executions wait (begun within %d ms): %d threads before, %d now; %d bytes of heap each%n",
                    WAITING, millis, threadsBefore, threads, heapEach);
            assertThat(threads).isLessThanOrEqualTo(threadsBefore + MORE_THREADS);
            if (WAITING >= ENOUGH_FOR_HEAP) {
                assertThat(heapEach).isLessThan(HEAP_EACH);
            }

            String last = more.get(WAITING - 1);
            assertThat(api.post(
                                    "/executions/" + last + "/cancel",
                                    Json.createObjectBuilder().build())
                            .status())
                    .isIn(200, 202);
            assertThat(Workflow.end(api, last).getString("status")).isEqualTo("cancelled");
        }
    }

    private static List<String> start(Workflow workflow, Api api, int number)
            throws InterruptedException, ExecutionException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<String>> starts = IntStream.range(0, number)
                    .mapToObj(index -> clients.submit(
                            () -> workflow.start(api, Json.createObjectBuilder().build())))
                    .toList();
            List<String> ids = new java.util.ArrayList<>();
            for (Future<String> start : starts) {
                ids.add(start.get());
            }
            return ids;
        } finally {
            clients.shutdown();
        }
    }

    /** Returns when each of them had its first attempt and says when the next is due. */
    private static void settle(LoopbackHttp http, Api api, List<String> executions) {
        for (String id : executions) {
            await("execution " + id + " waits")
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(100))
                    .pollDelay(Duration.ZERO)
                    .until(() -> waits(api.get("/executions/" + id).object()));
        }
        assertThat(http.received("/down")).hasSizeGreaterThanOrEqualTo(executions.size());
    }

    private static boolean waits(JsonObject execution) {
        return execution.getJsonArray("tasks").getValuesAs(JsonObject.class).stream()
                .anyMatch(task -> task.getString("node_id").equals("call") && task.containsKey("retry_due_at"));
    }

    private static int threads(Api api) {
        return api.get("/server").object().getInt("threads");
    }
}
