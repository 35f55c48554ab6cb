package io.fuscia.wit.wasi.http;

import java.util.Optional;

/** The resource {@code wasi:http/types.incoming-response}. For the guest's thread. */
final class IncomingResponse {
    private final int status;
    private final Fields headers;
    private final IncomingBody body;
    private boolean consumed;

    IncomingResponse(int status, Fields headers, IncomingBody body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    int status() {
        return status;
    }

    Fields headers() {
        return headers;
    }

    /** Returns the body the first time. */
    Optional<IncomingBody> consume() {
        if (consumed) {
            return Optional.empty();
        }
        consumed = true;
        return Optional.of(body);
    }

    void dropped() {
        if (!consumed) {
            body.stop();
        }
    }
}
