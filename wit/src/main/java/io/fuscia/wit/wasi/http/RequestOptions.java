package io.fuscia.wit.wasi.http;

import io.fuscia.wit.runtime.Deadline;
import java.util.Optional;

/** The resource {@code wasi:http/types.request-options}: durations in nanoseconds. For the guest's thread. */
final class RequestOptions {
    private Optional<?> connect = Optional.empty();
    private Optional<?> firstByte = Optional.empty();
    private Optional<?> betweenBytes = Optional.empty();

    Optional<?> connect() {
        return connect;
    }

    void connect(Optional<?> value) {
        connect = value;
    }

    Optional<?> firstByte() {
        return firstByte;
    }

    void firstByte(Optional<?> value) {
        firstByte = value;
    }

    Optional<?> betweenBytes() {
        return betweenBytes;
    }

    void betweenBytes(Optional<?> value) {
        betweenBytes = value;
    }

    /** Returns the timeouts; what is not set has the given default. */
    HttpTimeouts timeouts(int defaultMillis, Deadline deadline) {
        return new HttpTimeouts(
                millis(connect, defaultMillis),
                millis(firstByte, defaultMillis),
                millis(betweenBytes, defaultMillis),
                deadline);
    }

    private static int millis(Optional<?> nanos, int otherwise) {
        if (nanos.isEmpty()) {
            return otherwise;
        }
        long value = (Long) nanos.get();
        long millis = value < 0 ? Integer.MAX_VALUE : value / 1_000_000;
        return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
    }
}
