package io.fuscia.it.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A real HTTP service on a free port of 127.0.0.1 for nodes and components to call. It records every request before it
 * answers, each on a thread of its own, so a handler may wait on a latch. Thread-safe.
 */
public final class LoopbackHttp implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    private LoopbackHttp(HttpServer server) {
        this.server = server;
    }

    /** A request; header names are in lower case, the body is read as UTF-8. */
    public record Received(String method, String path, Map<String, List<String>> headers, String body) {
        /** The first value, or an empty string. */
        public String header(String name) {
            List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
            return values.isEmpty() ? "" : values.get(0);
        }
    }

    public record Reply(int status, Map<String, String> headers, String body) {
        public static Reply json(String body) {
            return new Reply(200, Map.of("Content-Type", "application/json"), body);
        }

        public static Reply status(int status) {
            return new Reply(status, Map.of(), "");
        }
    }

    @FunctionalInterface
    public interface Handler {
        Reply answer(Received request) throws Exception;
    }

    /** Starts it; every path without a handler answers 404. */
    public static LoopbackHttp start() {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), /* backlog= */ 0);
            var http = new LoopbackHttp(server);
            server.setExecutor(http.threads);
            http.on("/", request -> Reply.status(404));
            server.start();
            return http;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers this path, and those below it, through the handler; an exception in it becomes a 500. */
    public LoopbackHttp on(String path, Handler handler) {
        server.createContext(path, exchange -> handle(exchange, handler));
        return this;
    }

    public LoopbackHttp json(String path, String body) {
        return on(path, request -> Reply.json(body));
    }

    /** For example {@code http://127.0.0.1:40123/weather}. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** All requests so far, in the order they came. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Requests so far to this path. */
    public List<Received> received(String path) {
        return received.stream().filter(request -> request.path().equals(path)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            Map<String, List<String>> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
            var request = new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            received.add(request);
            Reply reply;
            try {
                reply = handler.answer(request);
            } catch (Exception e) {
                reply = new Reply(500, Map.of(), e.toString());
            }
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
