package io.fuscia.it.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The service that nodes call: it keeps each call's idempotency key, its time and the server life it came in, and takes
 * a random while to answer, so that kills hit nodes in all states. It outlives the server under test. Thread-safe.
 */
final class Recorder implements AutoCloseable {
    /** Longer than the 150 ms after which the server stores that an attempt runs. */
    private static final int LONGEST_MILLIS = 400;

    /**
     * One request.
     *
     * @param at milliseconds since the epoch, before anything was answered
     * @param life which start of the server made it
     */
    record Call(long at, int life) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Random random;
    private final Map<String, List<Call>> calls = new ConcurrentHashMap<>();
    private volatile int life;

    private Recorder(HttpServer server, Random random) {
        this.server = server;
        this.random = random;
    }

    /** Starts it on a free port of 127.0.0.1. */
    static Recorder start(Random random) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Recorder recorder = new Recorder(server, random);
            server.setExecutor(recorder.threads);
            server.createContext("/work", exchange -> recorder.answer(exchange, 200, "application/json", "{\"n\":1}"));
            server.createContext("/flaky", recorder::answerFlaky);
            server.createContext("/blob", recorder::answerBlob);
            server.start();
            return recorder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on calls come from this life of the server. */
    void life(int number) {
        life = number;
    }

    /** All calls by idempotency key; those without one are under the empty key. */
    Map<String, List<Call>> calls() {
        return calls;
    }

    int count() {
        return calls.values().stream().mapToInt(List::size).sum();
    }

    private int record(HttpExchange exchange) throws IOException {
        long at = System.currentTimeMillis();
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        List<Call> ofKey = calls.computeIfAbsent(key == null ? "" : key, first -> new ArrayList<>());
        int number;
        synchronized (ofKey) {
            ofKey.add(new Call(at, life));
            number = ofKey.size();
        }
        exchange.getRequestBody().readAllBytes();
        int millis;
        synchronized (random) {
            // Most answers are quick, as most nodes are; some last long enough to be seen running.
            millis = random.nextInt(3) > 0 ? random.nextInt(20) : random.nextInt(LONGEST_MILLIS);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        return number;
    }

    private void answerFlaky(HttpExchange exchange) throws IOException {
        try (exchange) {
            int number = record(exchange);
            reply(exchange, number == 1 ? 503 : 200, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void answerBlob(HttpExchange exchange) throws IOException {
        try (exchange) {
            record(exchange);
            byte[] bytes;
            synchronized (random) {
                bytes = new byte[1 + random.nextInt(50_000)];
                random.nextBytes(bytes);
            }
            reply(exchange, 200, "application/octet-stream", bytes);
        }
    }

    private void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        try (exchange) {
            record(exchange);
            reply(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void reply(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
