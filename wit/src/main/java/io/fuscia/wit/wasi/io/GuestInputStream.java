package io.fuscia.wit.wasi.io;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.bindings.wasi.io.Poll;
import io.fuscia.wit.bindings.wasi.io.Streams;
import io.fuscia.wit.bindings.wasi.io.Streams.StreamError;
import io.fuscia.wit.runtime.HostCall;
import java.io.IOException;

/** The resource {@code wasi:io/streams.input-stream}. For the guest's thread. */
record GuestInputStream(ByteSource source, Events events) implements Streams.InputStream {
    @Override
    public Result<byte[], StreamError> read(HostCall call, long len) {
        try {
            byte[] bytes = source.read(StreamSteps.size(len));
            return bytes == null ? Result.err(StreamError.CLOSED) : Result.ok(bytes);
        } catch (IOException e) {
            return StreamSteps.failed(e);
        }
    }

    @Override
    public Result<byte[], StreamError> blockingRead(HostCall call, long len) throws InterruptedException {
        await(len);
        return read(call, len);
    }

    @Override
    public Result<Long, StreamError> skip(HostCall call, long len) {
        return read(call, len).map(bytes -> (long) bytes.length);
    }

    @Override
    public Result<Long, StreamError> blockingSkip(HostCall call, long len) throws InterruptedException {
        await(len);
        return skip(call, len);
    }

    /** Waits until there is something to read, if anything is to be read. */
    void await(long len) throws InterruptedException {
        if (len != 0) {
            events.await(source::ready);
        }
    }

    @Override
    public Poll.Pollable subscribe(HostCall call) {
        return events.subscribe(source::ready);
    }

    @Override
    public void drop() {
        source.close();
    }
}
