package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.wasi.io.Pollable;
import java.util.Optional;
import java.util.function.Function;

/** The functions of responses: future and incoming ones with their bodies, and outgoing ones. */
final class ResponseImports {
    private ResponseImports() {}

    static void addTo(HostImports.InstanceBuilder types, Function<HostCall, OutgoingHttp> http) {
        types.function("[method]future-incoming-response.subscribe", (call, args) -> args[0])
                .function("[method]future-incoming-response.get", (call, args) -> get((PendingResponse) args[0]))
                .function("[method]incoming-response.status", (call, args) -> response(args)
                        .status())
                .function("[method]incoming-response.headers", (call, args) -> response(args)
                        .headers())
                .function(
                        "[method]incoming-response.consume",
                        (call, args) -> RequestImports.once(response(args).consume()))
                .function(
                        "[method]incoming-body.stream",
                        (call, args) -> RequestImports.once(((IncomingBody) args[0]).stream()))
                .function("[static]incoming-body.finish", (call, args) -> {
                    ((IncomingBody) args[0]).stop();
                    return new FutureTrailers();
                })
                .function("[method]future-trailers.subscribe", (call, args) -> Pollable.READY)
                .function("[method]future-trailers.get", (call, args) -> get((FutureTrailers) args[0]));
        types.function(
                        "[constructor]outgoing-response",
                        (call, args) -> new OutgoingResponse((Fields) args[0], http.apply(call)))
                .function("[method]outgoing-response.status-code", (call, args) -> outgoing(args)
                        .status())
                .function(
                        "[method]outgoing-response.set-status-code",
                        (call, args) -> outgoing(args).setStatus((Integer) args[1])
                                ? ResultValue.ok(null)
                                : ResultValue.err(null))
                .function("[method]outgoing-response.headers", (call, args) -> outgoing(args)
                        .headers())
                .function(
                        "[method]outgoing-response.body",
                        (call, args) -> RequestImports.once(outgoing(args).takeBody()));
    }

    private static IncomingResponse response(Object[] args) {
        return (IncomingResponse) args[0];
    }

    private static OutgoingResponse outgoing(Object[] args) {
        return (OutgoingResponse) args[0];
    }

    /** {@code option<result<result<incoming-response, error-code>>>}; the outer error says that it was taken before. */
    private static Optional<Object> get(PendingResponse future) {
        if (!future.ready()) {
            return Optional.empty();
        }
        if (future.taken()) {
            return Optional.of(ResultValue.err(null));
        }
        try {
            return Optional.of(ResultValue.ok(ResultValue.ok(future.take())));
        } catch (HttpFailure e) {
            return Optional.of(ResultValue.ok(ResultValue.err(e.variant())));
        }
    }

    private static Optional<Object> get(FutureTrailers trailers) {
        if (!trailers.take()) {
            return Optional.of(ResultValue.err(null));
        }
        return Optional.of(ResultValue.ok(ResultValue.ok(Optional.empty())));
    }
}
