package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.HostResource;
import io.fuscia.wit.wasi.io.IoError;
import io.fuscia.wit.wasi.io.IoResources;
import java.util.Optional;
import java.util.function.Function;

/** {@code wasi:http/types} and {@code outgoing-handler}. */
public final class HttpImports {
    static final HostResource<Fields> FIELDS = HostResource.of("fields", Fields.class);
    static final HostResource<OutgoingRequest> OUTGOING_REQUEST =
            HostResource.of("outgoing-request", OutgoingRequest.class);
    static final HostResource<RequestOptions> REQUEST_OPTIONS =
            HostResource.of("request-options", RequestOptions.class);
    static final HostResource<OutgoingBody> OUTGOING_BODY =
            HostResource.of("outgoing-body", OutgoingBody.class, OutgoingBody::close);
    static final HostResource<PendingResponse> FUTURE_RESPONSE =
            HostResource.of("future-incoming-response", PendingResponse.class, PendingResponse::dropped);
    static final HostResource<IncomingResponse> INCOMING_RESPONSE =
            HostResource.of("incoming-response", IncomingResponse.class, IncomingResponse::dropped);
    static final HostResource<IncomingBody> INCOMING_BODY =
            HostResource.of("incoming-body", IncomingBody.class, IncomingBody::stop);
    static final HostResource<FutureTrailers> FUTURE_TRAILERS =
            HostResource.of("future-trailers", FutureTrailers.class);
    static final HostResource<OutgoingResponse> OUTGOING_RESPONSE =
            HostResource.of("outgoing-response", OutgoingResponse.class);
    private static final HostResource<Object> INCOMING_REQUEST = HostResource.of("incoming-request", Object.class);
    private static final HostResource<Object> RESPONSE_OUTPARAM = HostResource.of("response-outparam", Object.class);

    private HttpImports() {}

    /**
     * Adds the interfaces.
     *
     * @param http the outgoing HTTP of a call's instance
     */
    public static void addTo(HostImports.Builder imports, String version, Function<HostCall, OutgoingHttp> http) {
        HostImports.InstanceBuilder types = imports.instance("wasi:http/types@" + version)
                .resource("pollable", IoResources.POLLABLE)
                .resource("io-error", IoResources.ERROR)
                .resource("input-stream", IoResources.INPUT_STREAM)
                .resource("output-stream", IoResources.OUTPUT_STREAM)
                .function("http-error-code", (call, args) -> errorCode((IoError) args[0]));
        FieldsImports.addTo(
                types.resource("fields", FIELDS).resource("headers", FIELDS).resource("trailers", FIELDS));
        RequestImports.addTo(
                types.resource("outgoing-request", OUTGOING_REQUEST)
                        .resource("request-options", REQUEST_OPTIONS)
                        .resource("outgoing-body", OUTGOING_BODY),
                http);
        ResponseImports.addTo(
                types.resource("future-incoming-response", FUTURE_RESPONSE)
                        .resource("incoming-response", INCOMING_RESPONSE)
                        .resource("incoming-body", INCOMING_BODY)
                        .resource("future-trailers", FUTURE_TRAILERS)
                        .resource("outgoing-response", OUTGOING_RESPONSE),
                http);
        addServerSide(types);
        imports.instance("wasi:http/outgoing-handler@" + version)
                .resource("outgoing-request", OUTGOING_REQUEST)
                .resource("request-options", REQUEST_OPTIONS)
                .resource("future-incoming-response", FUTURE_RESPONSE)
                .function("handle", (call, args) -> {
                    Optional<?> given = (Optional<?>) args[1];
                    RequestOptions options = given.isPresent() ? (RequestOptions) given.get() : new RequestOptions();
                    try {
                        return ResultValue.ok(
                                http.apply(call).handle((OutgoingRequest) args[0], options, call.deadline()));
                    } catch (HttpFailure e) {
                        return ResultValue.err(e.variant());
                    }
                });
    }

    private static Optional<Object> errorCode(IoError error) {
        return error.cause() instanceof HttpFailure failure ? Optional.of(failure.variant()) : Optional.empty();
    }

    /** No request ever comes in, so nobody has what these need. */
    private static void addServerSide(HostImports.InstanceBuilder types) {
        types.resource("incoming-request", INCOMING_REQUEST).resource("response-outparam", RESPONSE_OUTPARAM);
        for (String function : new String[] {
            "[method]incoming-request.method",
            "[method]incoming-request.path-with-query",
            "[method]incoming-request.scheme",
            "[method]incoming-request.authority",
            "[method]incoming-request.headers",
            "[method]incoming-request.consume",
            "[method]response-outparam.send-informational",
            "[static]response-outparam.set"
        }) {
            types.function(function, (call, args) -> {
                throw new IllegalStateException("no request comes in");
            });
        }
    }
}
