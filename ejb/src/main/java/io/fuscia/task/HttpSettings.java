package io.fuscia.task;

import io.fuscia.host.OperatorSettings;

/**
 * What the operator sets for http nodes.
 *
 * @param timeoutMillis wall time of a request where the node says nothing
 * @param connectMillis for the connection and TLS, each
 * @param responseBytes largest response body
 * @param redirects how many redirects are followed; each one's target is checked as the first was
 */
public record HttpSettings(long timeoutMillis, int connectMillis, int responseBytes, int redirects) {
    /** 60 s, 10 s to connect, 16 MiB, no redirects. */
    public static final HttpSettings DEFAULT = new HttpSettings(60_000, 10_000, 16 << 20, 0);

    /** What the settings say, over the defaults. */
    public static HttpSettings from(OperatorSettings settings) {
        return new HttpSettings(
                settings.number("fuscia.http.timeout_ms", DEFAULT.timeoutMillis, 1, 86_400_000),
                settings.integer("fuscia.http.connect_ms", DEFAULT.connectMillis, 1, 600_000),
                settings.integer("fuscia.http.response_bytes", DEFAULT.responseBytes, 0, 1 << 30),
                settings.integer("fuscia.http.redirects", DEFAULT.redirects, 0, 20));
    }
}
