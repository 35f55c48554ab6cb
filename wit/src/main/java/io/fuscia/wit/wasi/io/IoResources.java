package io.fuscia.wit.wasi.io;

import io.fuscia.wit.runtime.HostResource;

/** The resource types of {@code wasi:io}, one of each for all instances and versions. */
public final class IoResources {
    /** {@code wasi:io/error.error}. */
    public static final HostResource<IoError> ERROR = HostResource.of("error", IoError.class);

    /** {@code wasi:io/poll.pollable}. */
    public static final HostResource<Pollable> POLLABLE = HostResource.of("pollable", Pollable.class);

    /** {@code wasi:io/streams.input-stream}. */
    public static final HostResource<ByteSource> INPUT_STREAM =
            HostResource.of("input-stream", ByteSource.class, ByteSource::close);

    /** {@code wasi:io/streams.output-stream}. */
    public static final HostResource<ByteSink> OUTPUT_STREAM =
            HostResource.of("output-stream", ByteSink.class, ByteSink::close);

    private IoResources() {}
}
