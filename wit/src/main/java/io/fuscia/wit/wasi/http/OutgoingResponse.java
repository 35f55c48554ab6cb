package io.fuscia.wit.wasi.http;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The resource {@code wasi:http/types.outgoing-response}. Guests are not asked to answer requests here, so it goes nowhere;
 * it exists because {@code types} has it.
 */
final class OutgoingResponse {
    private final Fields headers;
    private final OutgoingHttp http;
    private int status = 200;
    private OutgoingBody body;

    OutgoingResponse(Fields headers, OutgoingHttp http) {
        this.headers = headers.frozen();
        this.http = http;
    }

    Fields headers() {
        return headers;
    }

    int status() {
        return status;
    }

    boolean setStatus(int value) {
        if (value < 100 || value > 599) {
            return false;
        }
        status = value;
        return true;
    }

    /** Returns the body the first time. */
    Optional<OutgoingBody> takeBody() {
        if (body != null) {
            return Optional.empty();
        }
        body = http.newBody(OptionalLong.empty());
        return Optional.of(body);
    }
}
