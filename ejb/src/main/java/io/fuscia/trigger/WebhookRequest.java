package io.fuscia.trigger;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An HTTP request that came to a hook.
 *
 * @param method upper case
 * @param path as requested, without the query
 * @param headers in order, duplicates kept
 * @param query decoded parameters in order, duplicates kept
 * @param body text; empty if there is none
 * @param traceparent W3C trace context that the execution continues
 */
public record WebhookRequest(
        String method,
        String path,
        List<Map.Entry<String, String>> headers,
        List<Map.Entry<String, String>> query,
        Optional<String> body,
        Optional<String> traceparent) {
    public WebhookRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        headers = List.copyOf(headers);
        query = List.copyOf(query);
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(traceparent, "traceparent");
    }

    /** The first header of this name, whatever its case. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
