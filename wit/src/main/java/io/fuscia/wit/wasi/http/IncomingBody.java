package io.fuscia.wit.wasi.http;

import io.fuscia.wit.wasi.io.BytePipe;
import io.fuscia.wit.wasi.io.ByteSource;
import java.util.Optional;

/** The resource {@code wasi:http/types.incoming-body}. For the guest's thread. */
final class IncomingBody {
    private final BytePipe content;
    private final PendingResponse exchange;
    private boolean taken;

    IncomingBody(BytePipe content, PendingResponse exchange) {
        this.content = content;
        this.exchange = exchange;
    }

    /** Returns the stream the first time. */
    Optional<ByteSource> stream() {
        if (taken) {
            return Optional.empty();
        }
        taken = true;
        return Optional.of(content.source());
    }

    /** Nobody wants the rest: the connection is closed. */
    void stop() {
        exchange.cancel();
    }
}
