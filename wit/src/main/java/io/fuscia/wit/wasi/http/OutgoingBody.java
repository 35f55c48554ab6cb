package io.fuscia.wit.wasi.http;

import io.fuscia.wit.wasi.io.BytePipe;
import io.fuscia.wit.wasi.io.ByteSink;
import io.fuscia.wit.wasi.io.Events;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** The resource {@code wasi:http/types.outgoing-body}. */
final class OutgoingBody {
    private static final int CAPACITY = 64 * 1024;

    private final BytePipe pipe;
    private final OptionalLong length;
    private final AtomicLong bytesLeft;
    private long written;
    private boolean taken;
    private boolean finished;

    /**
     * @param length what the headers announce, empty if they do not
     * @param bytesLeft what the instance may still send and receive
     */
    OutgoingBody(Events events, OptionalLong length, AtomicLong bytesLeft) {
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

    /** Returns the stream the first time. */
    Optional<ByteSink> write() {
        if (taken) {
            return Optional.empty();
        }
        taken = true;
        ByteSink sink = pipe.sink();
        return Optional.of(new ByteSink() {
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
        });
    }

    private void count(int bytes) throws HttpFailure {
        written += bytes;
        if (length.isPresent() && written > length.getAsLong()) {
            throw fail(HttpFailure.bodySize(
                    HttpErrorCode.HTTP_REQUEST_BODY_SIZE, written, "the body is longer than its content length"));
        }
        if (bytesLeft.addAndGet(-bytes) < 0) {
            throw fail(HttpFailure.bodySize(
                    HttpErrorCode.HTTP_REQUEST_BODY_SIZE, written, "the limit on bytes over HTTP is reached"));
        }
    }

    private HttpFailure fail(HttpFailure failure) {
        pipe.fail(failure);
        return failure;
    }

    /** Ends the body; it is sent as it is. */
    void finish() throws HttpFailure {
        finished = true;
        if (length.isPresent() && written < length.getAsLong()) {
            throw fail(HttpFailure.bodySize(
                    HttpErrorCode.HTTP_REQUEST_BODY_SIZE, written, "the body is shorter than its content length"));
        }
        pipe.end();
    }

    /** Trailers are not sent, so a body with some fails. */
    void refuse(HttpFailure failure) {
        finished = true;
        pipe.fail(failure);
    }

    /** Dropped before it was finished: the request must not look complete. */
    void close() {
        if (!finished) {
            pipe.fail(new HttpFailure(HttpErrorCode.HTTP_PROTOCOL_ERROR, "the guest dropped the body unfinished"));
        }
    }
}
