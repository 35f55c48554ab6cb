package io.fuscia.wit.wasi.io;

import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.abi.VariantValue;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Function;

/** {@code wasi:io/streams}. */
final class StreamImports {
    /** What one call moves at most, whatever the guest asks for. */
    private static final int MOST = 64 * 1024;

    private static final ResultValue CLOSED = ResultValue.err(new VariantValue(1, null));
    private static final ResultValue DONE = ResultValue.ok(null);

    private final Function<HostCall, Events> events;

    StreamImports(Function<HostCall, Events> events) {
        this.events = events;
    }

    /** What happens to a stream; failures become stream errors. */
    private interface Action {
        ResultValue run() throws IOException, InterruptedException;
    }

    void addTo(HostImports.InstanceBuilder instance) {
        instance.resource("error", IoResources.ERROR)
                .resource("pollable", IoResources.POLLABLE)
                .resource("input-stream", IoResources.INPUT_STREAM)
                .resource("output-stream", IoResources.OUTPUT_STREAM);
        addInput(instance);
        addOutput(instance);
    }

    private void addInput(HostImports.InstanceBuilder instance) {
        instance.function("[method]input-stream.read", (call, args) -> attempt(() -> read(source(args), size(args, 1))))
                .function(
                        "[method]input-stream.blocking-read",
                        (call, args) -> attempt(() -> {
                            awaitBytes(call, source(args), size(args, 1));
                            return read(source(args), size(args, 1));
                        }))
                .function("[method]input-stream.skip", (call, args) -> attempt(() -> skip(source(args), size(args, 1))))
                .function(
                        "[method]input-stream.blocking-skip",
                        (call, args) -> attempt(() -> {
                            awaitBytes(call, source(args), size(args, 1));
                            return skip(source(args), size(args, 1));
                        }))
                .function("[method]input-stream.subscribe", (call, args) -> {
                    ByteSource source = source(args);
                    return (Pollable) source::ready;
                });
    }

    private void addOutput(HostImports.InstanceBuilder instance) {
        instance.function(
                        "[method]output-stream.check-write",
                        (call, args) -> attempt(() -> ResultValue.ok(sink(args).room())))
                .function(
                        "[method]output-stream.write",
                        (call, args) -> attempt(() -> {
                            byte[] bytes = (byte[]) args[1];
                            checkPermitted(sink(args), bytes.length);
                            sink(args).write(bytes);
                            return DONE;
                        }))
                .function(
                        "[method]output-stream.write-zeroes",
                        (call, args) -> attempt(() -> {
                            checkPermitted(sink(args), (Long) args[1]);
                            sink(args).write(new byte[((Long) args[1]).intValue()]);
                            return DONE;
                        }))
                .function(
                        "[method]output-stream.blocking-write-and-flush",
                        (call, args) -> attempt(() -> {
                            writeAll(call, sink(args), (byte[]) args[1]);
                            sink(args).flush();
                            return DONE;
                        }))
                .function(
                        "[method]output-stream.blocking-write-zeroes-and-flush",
                        (call, args) -> attempt(() -> {
                            for (long left = (Long) args[1]; left != 0; ) {
                                int part = (int) Math.min(Long.compareUnsigned(left, MOST) > 0 ? MOST : left, MOST);
                                writeAll(call, sink(args), new byte[part]);
                                left -= part;
                            }
                            sink(args).flush();
                            return DONE;
                        }))
                .function("[method]output-stream.flush", (call, args) -> attempt(() -> flush(sink(args))))
                .function("[method]output-stream.blocking-flush", (call, args) -> attempt(() -> flush(sink(args))))
                .function("[method]output-stream.subscribe", (call, args) -> {
                    ByteSink sink = sink(args);
                    return (Pollable) sink::ready;
                })
                .function(
                        "[method]output-stream.splice",
                        (call, args) -> attempt(() -> splice(sink(args), (ByteSource) args[1], size(args, 2))))
                .function(
                        "[method]output-stream.blocking-splice",
                        (call, args) -> attempt(() -> {
                            ByteSource source = (ByteSource) args[1];
                            awaitBytes(call, source, size(args, 2));
                            events.apply(call).await(sink(args)::ready);
                            return splice(sink(args), source, size(args, 2));
                        }));
    }

    private static ByteSource source(Object[] args) {
        return (ByteSource) args[0];
    }

    private static ByteSink sink(Object[] args) {
        return (ByteSink) args[0];
    }

    private static int size(Object[] args, int position) {
        long asked = (Long) args[position];
        return asked < 0 || asked > MOST ? MOST : (int) asked;
    }

    private static ResultValue attempt(Action action) throws InterruptedException {
        try {
            return action.run();
        } catch (ClosedSinkException e) {
            return CLOSED;
        } catch (IOException e) {
            return ResultValue.err(new VariantValue(0, new IoError(e)));
        }
    }

    private void awaitBytes(HostCall call, ByteSource source, int most) throws InterruptedException {
        if (most > 0) {
            events.apply(call).await(source::ready);
        }
    }

    private static ResultValue read(ByteSource source, int most) throws IOException {
        byte[] bytes = source.read(most);
        return bytes == null ? CLOSED : ResultValue.ok(bytes);
    }

    private static ResultValue skip(ByteSource source, int most) throws IOException {
        byte[] bytes = source.read(most);
        return bytes == null ? CLOSED : ResultValue.ok((long) bytes.length);
    }

    private static ResultValue flush(ByteSink sink) throws IOException {
        sink.flush();
        return DONE;
    }

    /** Writing more than was permitted is the guest's mistake, which WASI ends with a trap. */
    private static void checkPermitted(ByteSink sink, long count) throws IOException {
        if (Long.compareUnsigned(count, sink.room()) > 0) {
            throw new IllegalStateException("a write of more bytes than check-write permits");
        }
    }

    private void writeAll(HostCall call, ByteSink sink, byte[] bytes) throws IOException, InterruptedException {
        int written = 0;
        while (written < bytes.length) {
            call.checkRunning();
            events.apply(call).await(sink::ready);
            int part = (int) Math.min(sink.room(), bytes.length - written);
            sink.write(part == bytes.length ? bytes : Arrays.copyOfRange(bytes, written, written + part));
            written += part;
        }
    }

    private static ResultValue splice(ByteSink sink, ByteSource source, int most) throws IOException {
        int part = (int) Math.min(sink.room(), most);
        byte[] bytes = source.read(part);
        if (bytes == null) {
            return CLOSED;
        }
        if (bytes.length > 0) {
            sink.write(bytes);
        }
        return ResultValue.ok((long) bytes.length);
    }
}
