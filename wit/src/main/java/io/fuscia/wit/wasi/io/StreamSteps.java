package io.fuscia.wit.wasi.io;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.bindings.wasi.io.Streams.StreamError;
import java.io.IOException;

/** What both directions of streams have in common. */
final class StreamSteps {
    /** What one call moves at most, whatever the guest asks for. */
    static final int MOST = 64 * 1024;

    private StreamSteps() {}

    /** Returns how much is moved of what a guest asks for, which is unsigned. */
    static int size(long asked) {
        return asked < 0 || asked > MOST ? MOST : (int) asked;
    }

    static <T> Result<T, StreamError> failed(IOException failure) {
        return Result.err(
                failure instanceof ClosedSinkException
                        ? StreamError.CLOSED
                        : new StreamError.LastOperationFailed(new IoError(failure)));
    }
}
