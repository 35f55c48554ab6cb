package io.fuscia.host;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What happened, for a trigger component to decide about. */
public sealed interface TriggerEvent {
    /** It is time to look. */
    record Poll() implements TriggerEvent {}

    /**
     * An HTTP request came to the trigger's hook.
     *
     * @param method upper case
     * @param path with the query
     * @param headers in order, duplicates kept
     * @param body text; empty if there is none
     */
    record Webhook(String method, String path, List<Map.Entry<String, String>> headers, Optional<String> body)
            implements TriggerEvent {
        public Webhook {
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(path, "path");
            headers = List.copyOf(headers);
            Objects.requireNonNull(body, "body");
        }
    }
}
