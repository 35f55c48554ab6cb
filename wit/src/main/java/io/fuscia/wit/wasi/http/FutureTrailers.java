package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.bindings.wasi.http.Types;
import io.fuscia.wit.bindings.wasi.http.Types.ErrorCode;
import io.fuscia.wit.bindings.wasi.io.Poll;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.wasi.io.Events;
import java.util.Optional;

/** The resource {@code wasi:http/types.future-trailers}: ready when the exchange has ended. For the guest's thread. */
final class FutureTrailers implements Types.FutureTrailers {
    private final PendingResponse exchange;
    private final Events events;
    private boolean taken;

    FutureTrailers(PendingResponse exchange, Events events) {
        this.exchange = exchange;
        this.events = events;
    }

    @Override
    public Poll.Pollable subscribe(HostCall call) {
        return events.subscribe(exchange::ended);
    }

    /** The outer error says that they were taken before. */
    @Override
    public Optional<Result<Result<Optional<Types.Fields>, ErrorCode>, Void>> get(HostCall call) {
        if (!exchange.ended()) {
            return Optional.empty();
        }
        if (taken) {
            return Optional.of(Result.err());
        }
        taken = true;
        return Optional.of(Result.ok(exchange.trailers()));
    }

    @Override
    public void drop() {
        exchange.cancel();
    }
}
