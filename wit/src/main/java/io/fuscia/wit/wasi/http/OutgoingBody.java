package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.bindings.wasi.http.Types;
import io.fuscia.wit.bindings.wasi.http.Types.ErrorCode;
import io.fuscia.wit.bindings.wasi.io.Streams;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.wasi.io.BytePipe;
import io.fuscia.wit.wasi.io.ByteSink;
import io.fuscia.wit.wasi.io.Events;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** The resource {@code wasi:http/types.outgoing-body}. */
final class OutgoingBody implements Types.OutgoingBody {
    private static final int CAPACITY = 64 * 1024;

    private final Events events;
    private final BytePipe pipe;
    private final OptionalLong length;
    private final AtomicLong bytesLeft;
    private List<HttpField> trailers = List.of();
    private long written;
    private boolean taken;
    private boolean finished;

    /**
     * @param length what the headers announce, empty if they do not
     * @param bytesLeft what the instance may still send and receive
     */
    OutgoingBody(Events events, OptionalLong length, AtomicLong bytesLeft) {
        this.events = events;
        this.pipe = new BytePipe(events, CAPACITY);
        this.length = length;
        this.bytesLeft = bytesLeft;
    }

    BytePipe pipe() {
        return pipe;
    }

    OptionalLong length() {
        return length;
    }

    /** What goes behind the content; known once the pipe has ended. */
    List<HttpField> trailers() {
        synchronized (events) {
            return trailers;
        }
    }

    /** Returns the stream the first time. */
    @Override
    public Result<Streams.OutputStream, Void> write(HostCall call) {
        if (taken) {
            return Result.err();
        }
        taken = true;
        ByteSink sink = pipe.sink();
        return Result.ok(events.output(new ByteSink() {
            @Override
            public long room() throws IOException {
                return sink.room();
            }

            @Override
            public void write(byte[] bytes) throws IOException {
                count(bytes.length);
                sink.write(bytes);
            }

            @Override
            public boolean ready() {
                return sink.ready();
            }
        }));
    }

    private void count(int bytes) throws HttpFailure {
        written += bytes;
        if (length.isPresent() && written > length.getAsLong()) {
            throw fail(tooLarge("the body is longer than its content length"));
        }
        if (bytesLeft.addAndGet(-bytes) < 0) {
            throw fail(tooLarge("the limit on bytes over HTTP is reached"));
        }
    }

    private HttpFailure fail(HttpFailure failure) {
        pipe.fail(failure);
        return failure;
    }

    private HttpFailure tooLarge(String message) {
        return new HttpFailure(new ErrorCode.HttpRequestBodySize(Optional.of(written)), message);
    }

    /** Ends the body; it is sent as it is, with what is to go behind it. */
    Result<Void, ErrorCode> finish(Optional<Types.Fields> behind) {
        finished = true;
        if (length.isPresent() && written < length.getAsLong()) {
            return Result.err(fail(tooLarge("the body is shorter than its content length"))
                    .code());
        }
        List<HttpField> fields =
                behind.map(given -> ((Fields) given).withoutLength()).orElse(List.of());
        if (length.isPresent() && !fields.isEmpty()) {
            // RFC 9112 section 7.1.2: only chunked bodies have trailers.
            return Result.err(fail(new HttpFailure(
                            ErrorCode.HTTP_PROTOCOL_ERROR, "a body with a content length cannot have trailers"))
                    .code());
        }
        synchronized (events) {
            trailers = fields;
            pipe.end();
        }
        return Result.ok();
    }

    /** Dropped before it was finished: the request must not look complete. */
    @Override
    public void drop() {
        if (!finished) {
            pipe.fail(new HttpFailure(ErrorCode.HTTP_PROTOCOL_ERROR, "the guest dropped the body unfinished"));
        }
    }
}
