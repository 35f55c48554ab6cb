package io.fuscia.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.Packages;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A server with many stored executions. In the build a few thousand, to see that all of it works; with
 * {@code -Dfuscia.many=1000000} and {@code -Dfuscia.many.pending=100000} the figures of the performance page, which are
 * printed.
 */
class ManyExecutionsIT {
    private static final int STORED = Integer.getInteger("fuscia.many", 2_000);
    private static final int PENDING = Integer.getInteger("fuscia.many.pending", 200);
    private static final int WARM_UP = Integer.getInteger("fuscia.many.warm-up", 1_000);
    private static final int REQUESTS = 1_000;

    @Test
    void listsShowsAndGoesOnWithManyExecutions() throws Exception {
        try (FusciaServer server = FusciaServer.start("many", Map.of("FUSCIA_JAVA_OPTS", "-Xmx1g"))) {
            Packages.installExample(server.api(), "noop");
            Api.Answer applied = server.api()
                    .post(
                            "/workflows",
                            "application/yaml",
                            Files.readAllBytes(FusciaServer.root().resolve("ear/examples/bench/linear-3.yaml")));
            assertThat(applied.status()).as(applied.toString()).isEqualTo(201);
            server.stop();
            fill(server, STORED);
            server.start();

            Api api = server.api();
            JsonArray newest = list(api, "/executions?limit=50");
            assertThat(newest).hasSize(50);
            assertThat(list(api, "/executions?status=failed&limit=50")).hasSize(50);
            assertThat(show(api, newest).getJsonArray("tasks")).hasSize(4);
            measure("list, newest 50", () -> list(api, "/executions?limit=50"));
            measure("list, newest 50 that failed", () -> list(api, "/executions?status=failed&limit=50"));
            measure(
                    "list, newest 50 of a workflow that failed",
                    () -> list(api, "/executions?workflow_id=bench-linear-3&status=failed&limit=50"));
            measure("get, with tasks", () -> show(api, newest));

            server.stop();
            fill(server, PENDING, "pending");
            long from = System.nanoTime();
            server.start();
            long ready = System.nanoTime();
            assertThat(progress(server.api())).isTrue();
            System.out.printf(
                    "start with %d unfinished executions: ready after %d ms, first progress seen after %d ms%n",
                    PENDING, (ready - from) / 1_000_000, (System.nanoTime() - from) / 1_000_000);
        }
    }

    /** Whether any of the pending executions has begun; those are the oldest that there are. */
    private static boolean progress(Api api) {
        for (int tries = 0; tries < 1_000; tries++) {
            JsonArray ended = list(api, "/executions?status=pending&limit=500");
            if (ended.size() < Math.min(PENDING, 500)
                    || !list(api, "/executions?status=running&limit=1").isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static JsonArray list(Api api, String path) {
        Api.Answer answer = api.get(path);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.object().getJsonArray("items");
    }

    private static JsonObject show(Api api, JsonArray some) {
        String id = some.getJsonObject(new Random().nextInt(some.size())).getString("execution_id");
        Api.Answer answer = api.get("/executions/" + id);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.object();
    }

    private static void measure(String what, Runnable request) {
        for (int warmUp = 0; warmUp < WARM_UP; warmUp++) {
            request.run();
        }
        long[] nanos = new long[REQUESTS];
        for (int index = 0; index < REQUESTS; index++) {
            long from = System.nanoTime();
            request.run();
            nanos[index] = System.nanoTime() - from;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%d executions stored, %s: p50 %.2f ms, p99 %.2f ms%n",
                STORED, what, nanos[REQUESTS / 2] / 1e6, nanos[REQUESTS * 99 / 100] / 1e6);
    }

    private static void fill(FusciaServer server, int number, String... more) throws IOException, InterruptedException {
        Path classes = Path.of(FillDatabase.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Path derby = FusciaServer.root().resolve("server-config/target/server/modules/org/apache/derby/main/*");
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                classes + ":" + derby,
                FillDatabase.class.getName(),
                "jdbc:derby:" + server.home().resolve("data/fuscia"),
                "bench-linear-3",
                String.valueOf(number)));
        command.addAll(List.of(more));
        Path output = server.home().resolve("fill.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .directory(server.home().toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        assertThat(Files.readString(output)).contains("filled with " + number);
    }
}
