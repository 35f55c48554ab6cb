package io.fuscia.task;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.wit.wasi.http.HttpExchange;
import io.fuscia.wit.wasi.http.HttpField;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A request as it is sent, made from an http node's evaluated inputs. Immutable. */
final class HttpRequestData {
    private final String method;
    private final URI url;
    private final List<HttpField> fields;
    private final byte[] body;

    private HttpRequestData(String method, URI url, List<HttpField> fields, byte[] body) {
        this.method = method;
        this.url = url;
        this.fields = List.copyOf(fields);
        this.body = body;
    }

    String method() {
        return method;
    }

    /** Absolute, without fragment. */
    URI url() {
        return url;
    }

    List<HttpField> fields() {
        return fields;
    }

    /** Null for none; nobody changes it. */
    byte[] body() {
        return body;
    }

    /** @throws FusciaException {@code INVALID_INPUT} that names the input */
    static HttpRequestData of(JsonObject inputs, TaskContext context) {
        String method = text(inputs, "method", "GET").toUpperCase(Locale.ROOT);
        if (!HttpField.isToken(method) || method.equals("CONNECT")) {
            throw invalid("method '" + method + "' cannot be sent");
        }
        URI url = url(text(inputs, "url", ""), inputs.get("query"));
        List<HttpField> fields = new ArrayList<>();
        headers(inputs.get("headers"), fields);
        authenticate(inputs.get("auth"), fields);
        JsonValue body = inputs.getOrDefault("body", JsonValue.NULL);
        byte[] bytes = null;
        if (body instanceof JsonString string) {
            bytes = string.getString().getBytes(StandardCharsets.UTF_8);
            addIfAbsent(fields, "Content-Type", "text/plain; charset=utf-8");
        } else if (body != JsonValue.NULL) {
            bytes = body.toString().getBytes(StandardCharsets.UTF_8);
            addIfAbsent(fields, "Content-Type", "application/json");
        }
        addIfAbsent(fields, "Accept", "*/*");
        addIfAbsent(fields, "Accept-Encoding", "identity");
        addIfAbsent(fields, "User-Agent", "fuscia");
        addIfAbsent(fields, "Idempotency-Key", context.idempotencyKey());
        context.traceparent().ifPresent(value -> addIfAbsent(fields, "traceparent", value));
        return new HttpRequestData(method, url, fields, bytes);
    }

    private static String text(JsonObject inputs, String key, String otherwise) {
        JsonValue value = inputs.getOrDefault(key, JsonValue.NULL);
        if (value == JsonValue.NULL && !otherwise.isEmpty()) {
            return otherwise;
        }
        if (value instanceof JsonString string) {
            return string.getString();
        }
        throw invalid(key + " must be text, not " + value);
    }

    private static URI url(String text, JsonValue query) {
        URI url;
        try {
            url = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw invalid("url '" + text + "' is not a URL: " + e.getReason());
        }
        if (url.getScheme() == null || url.getRawAuthority() == null) {
            throw invalid("url '" + text + "' is not an absolute http or https URL");
        }
        StringBuilder whole = new StringBuilder(url.getScheme())
                .append("://")
                .append(url.getRawAuthority())
                .append(url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath());
        String joint = "?";
        if (url.getRawQuery() != null) {
            whole.append('?').append(url.getRawQuery());
            joint = "&";
        }
        for (Map.Entry<String, String> pair : pairs(query, "query")) {
            whole.append(joint).append(encode(pair.getKey())).append('=').append(encode(pair.getValue()));
            joint = "&";
        }
        // Non-ASCII characters, which URI allows, are percent-encoded here.
        return URI.create(URI.create(whole.toString()).toASCIIString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void headers(JsonValue headers, List<HttpField> fields) {
        for (Map.Entry<String, String> pair : pairs(headers, "headers")) {
            if (HttpExchange.isReserved(pair.getKey())) {
                throw invalid("header '" + pair.getKey() + "' is set by Fuscia and cannot be given");
            }
            fields.add(field(pair.getKey(), pair.getValue()));
        }
    }

    private static void authenticate(JsonValue auth, List<HttpField> fields) {
        if (auth == null || auth == JsonValue.NULL) {
            return;
        }
        JsonObject object = auth.asJsonObject();
        String type = object.getString("type", "");
        switch (type) {
            case "basic" -> {
                String pair = text(object, "username", "") + ":" + text(object, "password", "");
                String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
                fields.add(field("Authorization", "Basic " + encoded));
            }
            case "bearer" -> fields.add(field("Authorization", "Bearer " + text(object, "token", "")));
            case "header" ->
                headers(
                        JsonOutput.JSON
                                .createObjectBuilder()
                                .add(text(object, "name", ""), text(object, "value", ""))
                                .build(),
                        fields);
            default -> throw invalid("auth type '" + type + "' is not known");
        }
    }

    private static HttpField field(String name, String value) {
        try {
            return new HttpField(name, value);
        } catch (IllegalArgumentException e) {
            throw invalid(e.getMessage());
        }
    }

    private static void addIfAbsent(List<HttpField> fields, String name, String value) {
        if (fields.stream().noneMatch(field -> field.name().equalsIgnoreCase(name))) {
            fields.add(field(name, value));
        }
    }

    /** Names with texts, numbers or booleans, or arrays of these; null leaves a name out. */
    private static List<Map.Entry<String, String>> pairs(JsonValue value, String what) {
        if (value == null || value == JsonValue.NULL) {
            return List.of();
        }
        if (!(value instanceof JsonObject object)) {
            throw invalid(what + " must be an object");
        }
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        object.forEach((name, member) -> {
            List<JsonValue> values = member instanceof JsonArray array ? array : List.of(member);
            for (JsonValue one : values) {
                if (one instanceof JsonObject || one instanceof JsonArray) {
                    throw invalid(
                            "'" + name + "' in " + what + " must be text, a number, a boolean or a list of these");
                }
                if (one != JsonValue.NULL) {
                    pairs.add(Map.entry(name, one instanceof JsonString string ? string.getString() : one.toString()));
                }
            }
        });
        return pairs;
    }

    private static FusciaException invalid(String message) {
        return new FusciaException(ErrorCode.INVALID_INPUT, message);
    }

    /** The path and query of the request line. */
    String target() {
        return url.getRawQuery() == null ? url.getRawPath() : url.getRawPath() + "?" + url.getRawQuery();
    }

    /**
     * The request that a redirect asks for (RFC 9110 section 15.4). Credentials do not follow to another origin.
     *
     * @param location absolute or relative
     */
    HttpRequestData redirected(int status, String location) {
        URI target;
        try {
            target = url(url.resolve(location.strip()).toString(), null);
        } catch (IllegalArgumentException e) {
            throw new FusciaException(
                    ErrorCode.HTTP_REQUEST_FAILED, "the server redirects to something that is not a URL", e);
        }
        boolean becomesGet = (status == 303 && !method.equals("HEAD"))
                || ((status == 301 || status == 302) && method.equals("POST"));
        boolean sameOrigin = target.getScheme().equalsIgnoreCase(url.getScheme())
                && target.getRawAuthority().equalsIgnoreCase(url.getRawAuthority());
        List<HttpField> kept = fields.stream()
                .filter(field ->
                        !becomesGet || !field.name().toLowerCase(Locale.ROOT).startsWith("content-"))
                .filter(field -> sameOrigin || !isCredential(field.name()))
                .toList();
        return new HttpRequestData(becomesGet ? "GET" : method, target, kept, becomesGet ? null : body);
    }

    /** What the caller set himself may be a secret, so only what every request has goes to another origin. */
    private static boolean isCredential(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "accept", "accept-encoding", "accept-language", "content-type", "user-agent", "traceparent" -> false;
            default -> true;
        };
    }
}
