package io.fuscia.cli.bench;

import io.fuscia.cli.api.ApiClient;
import jakarta.json.Json;
import jakarta.json.stream.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URL;

/**
 * Runs executions over the JDK's blocking connections: one thread waits for each answer anyway, and its newer client hands
 * every request through several threads. Not thread-safe.
 */
final class BlockingHttp {
    private static final int WAIT = 30;
    private static final int TIMEOUT_MILLIS = (WAIT + 30) * 1_000;

    private final ApiClient api;
    private final URL start;

    BlockingHttp(ApiClient api, String workflow) {
        this.api = api;
        this.start = url(api, "workflows/" + ApiClient.encode(workflow) + "/executions?tasks=false&wait=" + WAIT);
    }

    /** Has the JDK keep so many connections; to be called before the first one. */
    static void keep(int connections) {
        System.setProperty("http.maxConnections", String.valueOf(connections));
        // A start that may have been accepted is not sent twice.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    /** Starts an execution and waits for its end. @return its status, or what went wrong */
    String run(byte[] request) {
        try {
            Answer answer = send(start, request);
            while (answer.code == HttpURLConnection.HTTP_ACCEPTED) {
                answer = send(url(api, "executions/" + answer.id + "?tasks=false&wait=" + WAIT), null);
                if (answer.code == HttpURLConnection.HTTP_OK && isUnderWay(answer.status)) {
                    answer = new Answer(HttpURLConnection.HTTP_ACCEPTED, answer.id, answer.status);
                }
            }
            return answer.code == HttpURLConnection.HTTP_OK ? answer.status : "HTTP " + answer.code;
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static boolean isUnderWay(String status) {
        return status.equals("pending") || status.equals("running") || status.equals("paused");
    }

    private record Answer(int code, String id, String status) {}

    private static Answer send(URL url, byte[] body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setRequestProperty("Accept", "application/json");
        if (body != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setFixedLengthStreamingMode(body.length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        int code = connection.getResponseCode();
        InputStream stream = code < 400 ? connection.getInputStream() : connection.getErrorStream();
        if (stream == null) {
            return new Answer(code, "", "");
        }
        try (stream) {
            if (code >= 400) {
                stream.readAllBytes();
                return new Answer(code, "", "");
            }
            return read(code, stream);
        }
    }

    private static Answer read(int code, InputStream stream) throws IOException {
        String id = "";
        String status = "";
        try (JsonParser parser = Json.createParser(stream)) {
            parser.next();
            while (parser.hasNext() && parser.next() == JsonParser.Event.KEY_NAME) {
                String key = parser.getString();
                switch (parser.next()) {
                    case START_OBJECT -> parser.skipObject();
                    case START_ARRAY -> parser.skipArray();
                    case VALUE_STRING -> {
                        id = key.equals("execution_id") ? parser.getString() : id;
                        status = key.equals("status") ? parser.getString() : status;
                    }
                    default -> {}
                }
            }
        } catch (jakarta.json.JsonException e) {
            throw new IOException("the answer is not JSON", e);
        }
        return new Answer(code, id, status);
    }

    private static URL url(ApiClient api, String path) {
        try {
            return api.resource(path).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
