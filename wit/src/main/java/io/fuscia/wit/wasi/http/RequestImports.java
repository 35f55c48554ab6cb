package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.abi.VariantValue;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import java.util.Optional;
import java.util.function.Function;

/** The functions of {@code outgoing-request}, {@code request-options} and {@code outgoing-body}. */
final class RequestImports {
    private static final ResultValue DONE = ResultValue.ok(null);
    private static final ResultValue REFUSED = ResultValue.err(null);

    private RequestImports() {}

    static void addTo(HostImports.InstanceBuilder types, Function<HostCall, OutgoingHttp> http) {
        types.function(
                        "[constructor]outgoing-request",
                        (call, args) -> new OutgoingRequest((Fields) args[0], http.apply(call)))
                .function(
                        "[method]outgoing-request.body",
                        (call, args) -> once(request(args).takeBody()))
                .function("[method]outgoing-request.method", (call, args) -> request(args)
                        .method())
                .function(
                        "[method]outgoing-request.set-method",
                        (call, args) -> result(request(args).setMethod((VariantValue) args[1])))
                .function("[method]outgoing-request.path-with-query", (call, args) -> request(args)
                        .pathWithQuery())
                .function(
                        "[method]outgoing-request.set-path-with-query",
                        (call, args) -> result(request(args).setPathWithQuery((Optional<?>) args[1])))
                .function("[method]outgoing-request.scheme", (call, args) -> request(args)
                        .scheme())
                .function(
                        "[method]outgoing-request.set-scheme",
                        (call, args) -> result(request(args).setScheme((Optional<?>) args[1])))
                .function("[method]outgoing-request.authority", (call, args) -> request(args)
                        .authority())
                .function(
                        "[method]outgoing-request.set-authority",
                        (call, args) -> result(request(args).setAuthority((Optional<?>) args[1])))
                .function("[method]outgoing-request.headers", (call, args) -> request(args)
                        .headers());
        addOptions(types);
        addBody(types);
    }

    private static OutgoingRequest request(Object[] args) {
        return (OutgoingRequest) args[0];
    }

    private static ResultValue result(boolean accepted) {
        return accepted ? DONE : REFUSED;
    }

    static ResultValue once(Optional<?> child) {
        return child.isPresent() ? ResultValue.ok(child.get()) : REFUSED;
    }

    private static void addOptions(HostImports.InstanceBuilder types) {
        types.function("[constructor]request-options", (call, args) -> new RequestOptions())
                .function("[method]request-options.connect-timeout", (call, args) -> options(args)
                        .connect())
                .function("[method]request-options.set-connect-timeout", (call, args) -> {
                    options(args).connect((Optional<?>) args[1]);
                    return DONE;
                })
                .function("[method]request-options.first-byte-timeout", (call, args) -> options(args)
                        .firstByte())
                .function("[method]request-options.set-first-byte-timeout", (call, args) -> {
                    options(args).firstByte((Optional<?>) args[1]);
                    return DONE;
                })
                .function("[method]request-options.between-bytes-timeout", (call, args) -> options(args)
                        .betweenBytes())
                .function("[method]request-options.set-between-bytes-timeout", (call, args) -> {
                    options(args).betweenBytes((Optional<?>) args[1]);
                    return DONE;
                });
    }

    private static RequestOptions options(Object[] args) {
        return (RequestOptions) args[0];
    }

    private static void addBody(HostImports.InstanceBuilder types) {
        types.function("[method]outgoing-body.write", (call, args) -> once(((OutgoingBody) args[0]).write()))
                .function("[static]outgoing-body.finish", (call, args) -> {
                    OutgoingBody body = (OutgoingBody) args[0];
                    try {
                        if (((Optional<?>) args[1]).isPresent()) {
                            HttpFailure failure = new HttpFailure(
                                    HttpErrorCode.HTTP_REQUEST_TRAILER_SECTION_SIZE, "trailers are not sent");
                            body.refuse(failure);
                            throw failure;
                        }
                        body.finish();
                        return DONE;
                    } catch (HttpFailure e) {
                        return ResultValue.err(e.variant());
                    }
                });
    }
}
