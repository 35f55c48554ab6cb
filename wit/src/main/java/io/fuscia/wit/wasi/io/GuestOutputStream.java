package io.fuscia.wit.wasi.io;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.bindings.wasi.io.Poll;
import io.fuscia.wit.bindings.wasi.io.Streams;
import io.fuscia.wit.bindings.wasi.io.Streams.StreamError;
import io.fuscia.wit.runtime.HostCall;
import java.io.IOException;
import java.util.Arrays;

/** The resource {@code wasi:io/streams.output-stream}. For the guest's thread. */
record GuestOutputStream(ByteSink sink, Events events) implements Streams.OutputStream {
    /** Something that is done to a sink. */
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private static Result<Void, StreamError> attempt(Step step) throws InterruptedException {
        try {
            step.run();
            return Result.ok();
        } catch (IOException e) {
            return StreamSteps.failed(e);
        }
    }

    @Override
    public Result<Long, StreamError> checkWrite(HostCall call) {
        try {
            return Result.ok(sink.room());
        } catch (IOException e) {
            return StreamSteps.failed(e);
        }
    }

    @Override
    public Result<Void, StreamError> write(HostCall call, byte[] contents) throws InterruptedException {
        return attempt(() -> {
            checkPermitted(contents.length);
            sink.write(contents);
        });
    }

    @Override
    public Result<Void, StreamError> writeZeroes(HostCall call, long len) throws InterruptedException {
        return attempt(() -> {
            checkPermitted(len);
            sink.write(new byte[(int) len]);
        });
    }

    @Override
    public Result<Void, StreamError> blockingWriteAndFlush(HostCall call, byte[] contents) throws InterruptedException {
        return attempt(() -> {
            writeAll(call, contents);
            sink.flush();
        });
    }

    @Override
    public Result<Void, StreamError> blockingWriteZeroesAndFlush(HostCall call, long len) throws InterruptedException {
        return attempt(() -> {
            for (long left = len; left != 0; ) {
                int part = StreamSteps.size(left);
                writeAll(call, new byte[part]);
                left -= part;
            }
            sink.flush();
        });
    }

    @Override
    public Result<Void, StreamError> flush(HostCall call) throws InterruptedException {
        return attempt(sink::flush);
    }

    @Override
    public Result<Void, StreamError> blockingFlush(HostCall call) throws InterruptedException {
        return attempt(sink::flush);
    }

    @Override
    public Poll.Pollable subscribe(HostCall call) {
        return events.subscribe(sink::ready);
    }

    @Override
    public Result<Long, StreamError> splice(HostCall call, Streams.InputStream src, long len) {
        try {
            int part = (int) Math.min(sink.room(), StreamSteps.size(len));
            byte[] bytes = ((GuestInputStream) src).source().read(part);
            if (bytes == null) {
                return Result.err(StreamError.CLOSED);
            }
            if (bytes.length > 0) {
                sink.write(bytes);
            }
            return Result.ok((long) bytes.length);
        } catch (IOException e) {
            return StreamSteps.failed(e);
        }
    }

    @Override
    public Result<Long, StreamError> blockingSplice(HostCall call, Streams.InputStream src, long len)
            throws InterruptedException {
        ((GuestInputStream) src).await(len);
        if (len != 0) {
            events.await(sink::ready);
        }
        return splice(call, src, len);
    }

    /** Writing more than was permitted is the guest's mistake, which WASI ends with a trap. */
    private void checkPermitted(long count) throws IOException {
        if (Long.compareUnsigned(count, sink.room()) > 0) {
            throw new IllegalStateException("a write of more bytes than check-write permits");
        }
    }

    private void writeAll(HostCall call, byte[] bytes) throws IOException, InterruptedException {
        int written = 0;
        while (written < bytes.length) {
            call.checkRunning();
            events.await(sink::ready);
            int part = (int) Math.min(sink.room(), bytes.length - written);
            sink.write(part == bytes.length ? bytes : Arrays.copyOfRange(bytes, written, written + part));
            written += part;
        }
    }

    @Override
    public void drop() {
        sink.close();
    }
}
