package io.fuscia.trigger;

import io.fuscia.input.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The payload that a webhook starts a workflow with: {@code {method, path, headers, query, body}}. */
final class WebhookPayload {
    /** Who may call is decided before; what proves it is not kept. */
    private static final Set<String> SECRET = Set.of("authorization", "proxy-authorization", "cookie");

    private WebhookPayload() {}

    static JsonObject of(WebhookRequest request) {
        Map<String, JsonValue> payload = new LinkedHashMap<>();
        payload.put("method", JsonValues.string(request.method()));
        payload.put("path", JsonValues.string(request.path()));
        payload.put("headers", headers(request.headers()));
        payload.put("query", query(request.query()));
        payload.put("body", body(request));
        return JsonValues.object(payload);
    }

    /** Names in lower case; several values of one name joined by commas, as HTTP allows. */
    private static JsonObject headers(List<Map.Entry<String, String>> headers) {
        Map<String, String> joined = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!SECRET.contains(name)) {
                joined.merge(name, header.getValue(), (first, second) -> first + ", " + second);
            }
        }
        Map<String, JsonValue> values = new LinkedHashMap<>();
        joined.forEach((name, value) -> values.put(name, JsonValues.string(value)));
        return JsonValues.object(values);
    }

    /** A string per parameter; an array of strings for one that comes more than once. */
    private static JsonObject query(List<Map.Entry<String, String>> query) {
        Map<String, List<JsonValue>> grouped = new LinkedHashMap<>();
        query.forEach(parameter -> grouped.computeIfAbsent(parameter.getKey(), first -> new ArrayList<>())
                .add(JsonValues.string(parameter.getValue())));
        Map<String, JsonValue> values = new LinkedHashMap<>();
        grouped.forEach((name, all) -> values.put(name, all.size() == 1 ? all.get(0) : JsonValues.array(all)));
        return JsonValues.object(values);
    }

    /** JSON if the request says it is and it is; else a string; null without a body. */
    private static JsonValue body(WebhookRequest request) {
        if (request.body().isEmpty()) {
            return JsonValue.NULL;
        }
        String text = request.body().get();
        return Optional.of(text)
                .filter(given -> request.header("content-type")
                        .filter(WebhookPayload::isJson)
                        .isPresent())
                .flatMap(JsonValues::parse)
                .orElseGet(() -> JsonValues.string(text));
    }

    private static boolean isJson(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.endsWith("+json");
    }
}
