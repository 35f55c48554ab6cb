package io.fuscia.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server on loopback with fixed answers, for what the command line does with them. */
final class CannedServer implements AutoCloseable {
    /** @param body the bytes, a character each */
    record Request(String line, Map<String, List<String>> headers, String body) {
        byte[] bytes() {
            return body.getBytes(StandardCharsets.ISO_8859_1);
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }
    }

    private record Answer(int status, String body) {}

    private final HttpServer http;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, Answer> later = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    CannedServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/fuscia/", exchange -> {
            try (exchange) {
                String line = exchange.getRequestMethod() + " "
                        + exchange.getRequestURI().toString().substring("/fuscia/".length());
                requests.add(new Request(
                        line,
                        exchange.getRequestHeaders(),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1)));
                Answer answer = answers.getOrDefault(line, new Answer(404, "{\"detail\":\"no such thing\"}"));
                answers.computeIfPresent(line, (same, given) -> later.getOrDefault(same, given));
                byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        http.start();
    }

    CannedServer answer(String line, int status, String body) {
        answers.put(line, new Answer(status, body));
        return this;
    }

    /** What is answered from the second time on. */
    CannedServer afterwards(String line, String body) {
        later.put(line, new Answer(200, body));
        return this;
    }

    List<Request> requests() {
        return requests;
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/fuscia";
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
