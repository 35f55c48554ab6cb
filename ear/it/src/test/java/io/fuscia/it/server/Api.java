package io.fuscia.it.server;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The REST interface as a client sees it: paths in, status, headers and body out. Thread-safe. */
public final class Api {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;

    Api(URI base) {
        this.base = base;
    }

    /** What the server answered; the body is read completely, as UTF-8. */
    public record Answer(int status, HttpHeaders headers, String text) {
        public JsonObject object() {
            try (var reader = Json.createReader(new StringReader(text))) {
                return reader.readObject();
            }
        }

        public JsonArray array() {
            try (var reader = Json.createReader(new StringReader(text))) {
                return reader.readArray();
            }
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        @Override
        public String toString() {
            return status + " " + text;
        }
    }

    public URI base() {
        return base;
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, BodyPublishers.noBody(), headers);
    }

    public Answer post(String path, JsonStructure body, String... headers) {
        return post(path, "application/json", body.toString().getBytes(StandardCharsets.UTF_8), headers);
    }

    public Answer put(String path, JsonStructure body, String... headers) {
        return send(
                "PUT",
                path,
                BodyPublishers.ofString(body.toString()),
                append(headers, "Content-Type", "application/json"));
    }

    public Answer post(String path, String contentType, byte[] body, String... headers) {
        return send("POST", path, BodyPublishers.ofByteArray(body), append(headers, "Content-Type", contentType));
    }

    /**
     * Sends any request.
     *
     * @param path below the base, starting with a slash; or an absolute URL
     * @param headers names and values in turn
     */
    public Answer send(String method, String path, BodyPublisher body, String... headers) {
        URI target = path.startsWith("/") ? URI.create(base + path) : URI.create(path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target).method(method, body).timeout(TIMEOUT);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + target, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String[] append(String[] headers, String name, String value) {
        var all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = name;
        all[headers.length + 1] = value;
        return all;
    }
}
