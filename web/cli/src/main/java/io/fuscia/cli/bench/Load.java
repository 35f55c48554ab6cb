package io.fuscia.cli.bench;

import io.fuscia.cli.api.ApiClient;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Some clients, each on a thread of its own with a connection of its own, that run a workflow until the time is up. What
 * ends between the warm-up and then counts. Generator and server usually share a machine, so clients do as little as they
 * can: blocking connections, one request per execution.
 */
final class Load {
    private static final long AFTER_AN_ERROR = TimeUnit.MILLISECONDS.toNanos(100);

    private final ApiClient api;
    private final String workflow;
    private final byte[] request;
    private final int clients;
    private volatile boolean measuring;
    private volatile boolean stopped;

    Load(ApiClient api, String workflow, JsonValue payload, int clients) {
        this.api = api;
        this.workflow = workflow;
        this.request = Json.createObjectBuilder()
                .add("payload", payload)
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        this.clients = clients;
    }

    /** Runs it; returns after both durations and what was under way then. */
    JsonObject run(Duration warmUp, Duration measured) {
        BlockingHttp.keep(clients);
        List<Tally> tallies = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            Tally tally = new Tally();
            tallies.add(tally);
            Thread thread = new Thread(() -> work(tally), "client-" + client);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        sleep(warmUp);
        JsonObject before = api.get("server").asJsonObject();
        long ownBefore = ownCpuNanos();
        long from = System.nanoTime();
        measuring = true;
        sleep(measured);
        measuring = false;
        long nanos = System.nanoTime() - from;
        long own = ownCpuNanos() - ownBefore;
        JsonObject after = api.get("server").asJsonObject();
        stopped = true;
        threads.forEach(Load::join);
        return new Report(workflow, clients, nanos, own, before, after, tallies).toJson();
    }

    private void work(Tally tally) {
        BlockingHttp http = new BlockingHttp(api, workflow);
        while (!stopped) {
            boolean measuredAtStart = measuring;
            long from = System.nanoTime();
            String status = http.run(request);
            long nanos = System.nanoTime() - from;
            boolean good = status.equals("succeeded");
            if (measuring) {
                tally.ended(good, status, nanos, measuredAtStart);
            }
            if (!good) {
                LockSupport.parkNanos(AFTER_AN_ERROR);
            }
        }
    }

    private static void sleep(Duration duration) {
        long until = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(90));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long ownCpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }
}
