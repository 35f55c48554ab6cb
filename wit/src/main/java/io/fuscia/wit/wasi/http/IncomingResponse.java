package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.bindings.wasi.http.Types;
import io.fuscia.wit.runtime.HostCall;

/** The resource {@code wasi:http/types.incoming-response}. For the guest's thread. */
final class IncomingResponse implements Types.IncomingResponse {
    private final int status;
    private final Fields headers;
    private final IncomingBody body;
    private boolean consumed;

    IncomingResponse(int status, Fields headers, IncomingBody body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    @Override
    public int status(HostCall call) {
        return status;
    }

    @Override
    public Types.Fields headers(HostCall call) {
        return headers;
    }

    /** Returns the body the first time. */
    @Override
    public Result<Types.IncomingBody, Void> consume(HostCall call) {
        if (consumed) {
            return Result.err();
        }
        consumed = true;
        return Result.ok(body);
    }

    @Override
    public void drop() {
        if (!consumed) {
            body.drop();
        }
    }
}
