package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.abi.Tuple;
import io.fuscia.wit.bindings.wasi.http.OutgoingHandler;
import io.fuscia.wit.bindings.wasi.http.Types;
import io.fuscia.wit.bindings.wasi.io.Error;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.wasi.io.IoError;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code wasi:http/types} and {@code outgoing-handler}. */
public final class HttpImports {
    private HttpImports() {}

    /**
     * Adds the interfaces.
     *
     * @param http the outgoing HTTP of a call's instance
     */
    public static void addTo(HostImports.Builder imports, Function<HostCall, OutgoingHttp> http) {
        Types.addTo(imports, new Making(http));
        OutgoingHandler.addTo(imports, (call, request, options) -> {
            Types.RequestOptions given = options.orElseGet(RequestOptions::new);
            try {
                return Result.ok(
                        http.apply(call).handle((OutgoingRequest) request, (RequestOptions) given, call.deadline()));
            } catch (HttpFailure e) {
                return Result.err(e.code());
            }
        });
    }

    /** What makes and ends resources; the rest is up to these. */
    private record Making(Function<HostCall, OutgoingHttp> http) implements Types {
        @Override
        public Optional<ErrorCode> httpErrorCode(HostCall call, Error.ErrorResource error) {
            return error instanceof IoError known && known.cause() instanceof HttpFailure failure
                    ? Optional.of(failure.code())
                    : Optional.empty();
        }

        @Override
        public Types.Fields newFields(HostCall call) {
            return io.fuscia.wit.wasi.http.Fields.empty();
        }

        @Override
        public Result<Types.Fields, HeaderError> fieldsFromList(
                HostCall call, List<Tuple.Of2<String, byte[]>> entries) {
            return io.fuscia.wit.wasi.http.Fields.of(entries);
        }

        @Override
        public Types.OutgoingRequest newOutgoingRequest(HostCall call, Types.Fields headers) {
            return new io.fuscia.wit.wasi.http.OutgoingRequest(
                    (io.fuscia.wit.wasi.http.Fields) headers, http.apply(call));
        }

        @Override
        public Types.RequestOptions newRequestOptions(HostCall call) {
            return new io.fuscia.wit.wasi.http.RequestOptions();
        }

        @Override
        public Types.OutgoingResponse newOutgoingResponse(HostCall call, Types.Fields headers) {
            return new io.fuscia.wit.wasi.http.OutgoingResponse(
                    (io.fuscia.wit.wasi.http.Fields) headers, http.apply(call));
        }

        @Override
        public Types.FutureTrailers incomingBodyFinish(HostCall call, Types.IncomingBody body) {
            return ((io.fuscia.wit.wasi.http.IncomingBody) body).finish();
        }

        @Override
        public Result<Void, ErrorCode> outgoingBodyFinish(
                HostCall call, Types.OutgoingBody body, Optional<Types.Fields> trailers) {
            return ((io.fuscia.wit.wasi.http.OutgoingBody) body).finish(trailers);
        }

        /** No request ever comes in, so nobody has what this needs. */
        @Override
        public void responseOutparamSet(
                HostCall call, ResponseOutparam param, Result<Types.OutgoingResponse, ErrorCode> response) {
            throw new IllegalStateException("no request comes in");
        }
    }
}
