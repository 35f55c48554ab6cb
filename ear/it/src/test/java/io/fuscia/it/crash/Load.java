package io.fuscia.it.crash;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaServer;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that start workflows, through whatever happens to the server: who got no answer asks again with the same key,
 * until there is one. So each key stands for one submission, and each submission for exactly one execution.
 */
final class Load implements AutoCloseable {
    private final FusciaServer server;
    private final Recorder recorder;
    private final List<Thread> clients = new ArrayList<>();
    private final Map<String, String> accepted = new ConcurrentHashMap<>();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
    private final int pauseMillis;
    private volatile boolean stopping;

    /** @param pauseMillis between two submissions of one client, on average */
    Load(FusciaServer server, Recorder recorder, int clients, int pauseMillis, long seed) {
        this.server = server;
        this.recorder = recorder;
        this.pauseMillis = pauseMillis;
        for (int client = 0; client < clients; client++) {
            int number = client;
            Random random = new Random(seed * 31 + client);
            Thread thread = new Thread(() -> submitAll(number, random), "load-" + client);
            thread.setDaemon(true);
            this.clients.add(thread);
        }
        this.clients.forEach(Thread::start);
    }

    /** The execution of each key that was accepted. */
    Map<String, String> accepted() {
        return Map.copyOf(accepted);
    }

    /** Answers that no client should ever get. */
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    private void submitAll(int client, Random random) {
        for (int number = 0; !stopping; number++) {
            submit("c" + client + "-" + number, random);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(2 * pauseMillis)));
        }
    }

    private void submit(String key, Random random) {
        boolean hook = random.nextInt(5) == 0;
        String workflow = hook ? Mix.HOOKED : Mix.STARTED.get(random.nextInt(Mix.STARTED.size()));
        JsonObject payload = Mix.payload(recorder, key);
        Optional<String> execution = Optional.empty();
        while (execution.isEmpty()) {
            execution = attempt(key, workflow, hook, payload);
            if (execution.isEmpty() && !surprises.isEmpty()) {
                // The test has failed, and to ask for ever would hide why.
                return;
            }
            if (execution.isEmpty()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
        accepted.put(key, execution.get());
        if (random.nextInt(10) == 0) {
            // As a client whose answer got lost on the way would.
            attempt(key, workflow, hook, payload)
                    .filter(again -> !again.equals(accepted.get(key)))
                    .ifPresent(
                            again -> surprises.add("key " + key + " started " + accepted.get(key) + " and " + again));
        }
    }

    /** Empty if the server is down or says that it cannot now. */
    private Optional<String> attempt(String key, String workflow, boolean hook, JsonObject payload) {
        Api.Answer answer;
        try {
            Api api = server.api();
            answer = hook
                    ? api.post(server.url() + "/hooks/" + workflow + "/start", payload, "Idempotency-Key", key)
                    : api.post(
                            "/workflows/" + workflow + "/executions",
                            Json.createObjectBuilder().add("payload", payload).build(),
                            "Idempotency-Key",
                            key);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
        // While the application is being deployed or taken away the server itself answers 404 or 503.
        if (answer.status() == 202) {
            try {
                return Optional.of(answer.object().getString("execution_id"));
            } catch (JsonException e) {
                surprises.add("key " + key + ": 202 without an execution: " + answer.text());
            }
        } else if (answer.status() < 500 && answer.status() != 404 && answer.status() != 409) {
            surprises.add("key " + key + ": " + answer);
        }
        return Optional.empty();
    }

    /** Returns when every client has its last answer; the server must be up. */
    @Override
    public void close() {
        stopping = true;
        for (Thread client : clients) {
            try {
                client.join(TimeUnit.MINUTES.toMillis(3));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            if (client.isAlive()) {
                throw new IllegalStateException(client.getName() + " still waits for an answer");
            }
        }
    }
}
