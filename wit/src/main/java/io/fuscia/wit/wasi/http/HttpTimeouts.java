package io.fuscia.wit.wasi.http;

import io.fuscia.wit.runtime.Deadline;
import java.util.Objects;

/**
 * How long an exchange may wait.
 *
 * @param connectMillis for the connection and TLS, each; 0 for no limit of its own
 * @param firstByteMillis for the response's first byte once the request is sent; 0 for no limit of its own
 * @param betweenBytesMillis for each further read of the response; 0 for no limit of its own
 * @param deadline when the whole exchange must have ended
 */
public record HttpTimeouts(int connectMillis, int firstByteMillis, int betweenBytesMillis, Deadline deadline) {
    /** Checks that no time is negative. */
    public HttpTimeouts {
        Objects.requireNonNull(deadline, "deadline");
        if (connectMillis < 0 || firstByteMillis < 0 || betweenBytesMillis < 0) {
            throw new IllegalArgumentException("times must not be negative");
        }
    }
}
