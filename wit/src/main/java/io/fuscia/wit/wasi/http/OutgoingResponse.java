package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.bindings.wasi.http.Types;
import io.fuscia.wit.runtime.HostCall;
import java.util.OptionalLong;

/**
 * The resource {@code wasi:http/types.outgoing-response}. Guests are not asked to answer requests here, so it goes nowhere;
 * it exists because {@code types} has it.
 */
final class OutgoingResponse implements Types.OutgoingResponse {
    private final Fields headers;
    private final OutgoingHttp http;
    private int status = 200;
    private OutgoingBody body;

    OutgoingResponse(Fields headers, OutgoingHttp http) {
        this.headers = headers.frozen();
        this.http = http;
    }

    @Override
    public Types.Fields headers(HostCall call) {
        return headers;
    }

    @Override
    public int statusCode(HostCall call) {
        return status;
    }

    @Override
    public Result<Void, Void> setStatusCode(HostCall call, int value) {
        if (value < 100 || value > 599) {
            return Result.err();
        }
        status = value;
        return Result.ok();
    }

    /** Returns the body the first time. */
    @Override
    public Result<Types.OutgoingBody, Void> body(HostCall call) {
        if (body != null) {
            return Result.err();
        }
        body = http.newBody(OptionalLong.empty());
        return Result.ok(body);
    }
}
