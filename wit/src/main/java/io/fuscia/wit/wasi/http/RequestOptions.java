package io.fuscia.wit.wasi.http;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.bindings.wasi.http.Types;
import io.fuscia.wit.runtime.Deadline;
import io.fuscia.wit.runtime.HostCall;
import java.util.Optional;

/** The resource {@code wasi:http/types.request-options}: durations in nanoseconds. For the guest's thread. */
final class RequestOptions implements Types.RequestOptions {
    private Optional<Long> connect = Optional.empty();
    private Optional<Long> firstByte = Optional.empty();
    private Optional<Long> betweenBytes = Optional.empty();

    @Override
    public Optional<Long> connectTimeout(HostCall call) {
        return connect;
    }

    @Override
    public Result<Void, Void> setConnectTimeout(HostCall call, Optional<Long> duration) {
        connect = duration;
        return Result.ok();
    }

    @Override
    public Optional<Long> firstByteTimeout(HostCall call) {
        return firstByte;
    }

    @Override
    public Result<Void, Void> setFirstByteTimeout(HostCall call, Optional<Long> duration) {
        firstByte = duration;
        return Result.ok();
    }

    @Override
    public Optional<Long> betweenBytesTimeout(HostCall call) {
        return betweenBytes;
    }

    @Override
    public Result<Void, Void> setBetweenBytesTimeout(HostCall call, Optional<Long> duration) {
        betweenBytes = duration;
        return Result.ok();
    }

    /** Returns the timeouts; what is not set has the given default. */
    HttpTimeouts timeouts(int defaultMillis, Deadline deadline) {
        return new HttpTimeouts(
                millis(connect, defaultMillis),
                millis(firstByte, defaultMillis),
                millis(betweenBytes, defaultMillis),
                deadline);
    }

    private static int millis(Optional<Long> nanos, int otherwise) {
        if (nanos.isEmpty()) {
            return otherwise;
        }
        long value = nanos.get();
        long millis = value < 0 ? Integer.MAX_VALUE : value / 1_000_000;
        return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
    }
}
