package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.bindings.wasi.http.Types;
import io.fuscia.wit.bindings.wasi.io.Streams;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.wasi.io.BytePipe;
import io.fuscia.wit.wasi.io.ByteSource;
import io.fuscia.wit.wasi.io.Events;

/** The resource {@code wasi:http/types.incoming-body}. For the guest's thread. */
final class IncomingBody implements Types.IncomingBody {
    private final Events events;
    private final BytePipe content;
    private final PendingResponse exchange;
    private boolean taken;

    IncomingBody(Events events, BytePipe content, PendingResponse exchange) {
        this.events = events;
        this.content = content;
        this.exchange = exchange;
    }

    /** Returns the stream the first time. */
    @Override
    public Result<Streams.InputStream, Void> stream(HostCall call) {
        if (taken) {
            return Result.err();
        }
        taken = true;
        ByteSource source = content.source();
        return Result.ok(events.input(source));
    }

    /** Nobody wants more of the content, but perhaps what comes behind it. */
    FutureTrailers finish() {
        content.cancel();
        return new FutureTrailers(exchange, events);
    }

    /** Nobody wants the rest: the connection is closed. */
    @Override
    public void drop() {
        exchange.cancel();
    }
}
