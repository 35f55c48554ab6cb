package io.fuscia.cli.api;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The REST API of one server. Thread-safe. Every method throws {@link ApiProblem} or {@link ServerUnreachable}. */
public final class ApiClient {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);

    private final URI server;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** @param server where the application is, for example {@code http://127.0.0.1:8080/fuscia} */
    public ApiClient(URI server) {
        String text = server.toString();
        this.server = URI.create(text.endsWith("/") ? text : text + "/");
    }

    /** The address of the application, with a slash at its end. */
    public URI server() {
        return server;
    }

    /** The address of a resource below {@code api/v1/}. */
    public URI resource(String path) {
        return server.resolve("api/v1/" + path);
    }

    /** Reads a resource. */
    public JsonValue get(String path) {
        return json(send(request(path).GET()));
    }

    /** Reads a resource as text of another media type. */
    public String getText(String path, String mediaType) {
        return send(request(path).setHeader("Accept", mediaType).GET()).body();
    }

    /** Posts a document; the answer is JSON or, if there is none, JSON null. */
    public JsonValue post(String path, String contentType, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder builder =
                request(path).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(builder::header);
        return json(send(builder));
    }

    /** Posts JSON. */
    public JsonValue post(String path, JsonValue body) {
        return post(path, "application/json", body.toString().getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** Replaces a resource. */
    public JsonValue put(String path, JsonValue body) {
        return json(send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))));
    }

    /** Removes a resource. */
    public void delete(String path) {
        send(request(path).DELETE());
    }

    /** A text as one segment of a path or one value of a query. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(resource(path))
                .timeout(REQUEST_TIMEOUT)
                .setHeader("Accept", "application/json, application/problem+json");
    }

    private HttpResponse<String> send(HttpRequest.Builder builder) {
        HttpResponse<String> response;
        try {
            response = http.send(builder.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ServerUnreachable(server, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnreachable(server, e);
        }
        if (response.statusCode() >= 400) {
            throw new ApiProblem(response.statusCode(), problem(response));
        }
        return response;
    }

    private static JsonObject problem(HttpResponse<String> response) {
        try {
            if (parse(response.body()) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException e) {
            // Not from the application (a proxy, the container itself): say what can be said below.
        }
        return Json.createObjectBuilder()
                .add("status", response.statusCode())
                .add("title", "HTTP status " + response.statusCode())
                .add("detail", response.uri() + " answered with HTTP status " + response.statusCode())
                .build();
    }

    private static JsonValue json(HttpResponse<String> response) {
        return response.body() == null || response.body().isBlank() ? JsonValue.NULL : parse(response.body());
    }

    /** Parses JSON text. @throws JsonException if it is not JSON */
    public static JsonValue parse(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readValue();
        }
    }
}
