package io.fuscia.wit.wasi;

import io.fuscia.wit.wasi.cli.CommandLine;
import io.fuscia.wit.wasi.clocks.WasiClock;
import io.fuscia.wit.wasi.filesystem.Filesystem;
import io.fuscia.wit.wasi.filesystem.Preopen;
import io.fuscia.wit.wasi.http.EgressPolicy;
import io.fuscia.wit.wasi.http.OutgoingHttp;
import io.fuscia.wit.wasi.io.ByteSink;
import io.fuscia.wit.wasi.io.ByteSource;
import io.fuscia.wit.wasi.io.Events;
import io.fuscia.wit.wasi.io.StreamSink;
import io.fuscia.wit.wasi.io.StreamSource;
import io.fuscia.wit.wasi.keyvalue.Bucket;
import io.fuscia.wit.wasi.random.RandomSource;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * What one instance is granted of WASI, and what it has open: make one per instance, attach it, close it after the
 * instance. Without further ado it grants clocks, random numbers, and output that goes nowhere. Belongs to the guest's
 * thread, except that {@link #close} may be called by any.
 */
public final class WasiContext implements AutoCloseable {
    private final Events events = new Events();
    private final WasiClock clock;
    private final RandomSource random;
    private final CommandLine commandLine;
    private final Filesystem filesystem;
    private final OutgoingHttp http;
    private final Map<String, Bucket> buckets;

    private WasiContext(Builder builder) {
        this.clock = builder.clock;
        this.random = builder.random;
        this.commandLine = new CommandLine(
                builder.arguments,
                builder.environment,
                builder.directory,
                builder.input,
                builder.output,
                builder.errors);
        this.filesystem = new Filesystem(builder.preopens, clock, builder.openFiles, builder.writtenBytes, events);
        this.http = new OutgoingHttp(
                builder.egress,
                builder.requestsAtOnce,
                builder.httpBytes,
                builder.threads == null ? ExchangeThreads.shared() : builder.threads,
                events);
        this.buckets = Map.copyOf(builder.buckets);
    }

    /** Starts with nothing granted. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns what the guest waits on; makes streams of sources and sinks for host interfaces that give it some. */
    public Events events() {
        return events;
    }

    WasiClock clock() {
        return clock;
    }

    RandomSource random() {
        return random;
    }

    CommandLine commandLine() {
        return commandLine;
    }

    Filesystem filesystem() {
        return filesystem;
    }

    OutgoingHttp http() {
        return http;
    }

    /** Returns whether the limit on bytes over HTTP was reached; what follows then failed for want of bytes. */
    public boolean httpBytesExhausted() {
        return http.exhausted();
    }

    Map<String, Bucket> buckets() {
        return buckets;
    }

    /** Stops requests that are on their way and closes files that the guest left open. */
    @Override
    public void close() {
        http.close();
        filesystem.close();
    }

    /** Collects grants; not thread-safe. */
    public static final class Builder {
        private List<String> arguments = List.of();
        private Map<String, String> environment = Map.of();
        private Optional<String> directory = Optional.empty();
        private ByteSource input = new StreamSource(InputStream.nullInputStream());
        private ByteSink output = new StreamSink(OutputStream.nullOutputStream(), Long.MAX_VALUE);
        private ByteSink errors = new StreamSink(OutputStream.nullOutputStream(), Long.MAX_VALUE);
        private WasiClock clock = WasiClock.SYSTEM;
        private RandomSource random = RandomSource.system();
        private final List<Preopen> preopens = new ArrayList<>();
        private int openFiles = 64;
        private long writtenBytes = 256L << 20;
        private EgressPolicy egress = EgressPolicy.DENY_ALL;
        private int requestsAtOnce = 16;
        private long httpBytes = 64L << 20;
        private ExecutorService threads;
        private final Map<String, Bucket> buckets = new LinkedHashMap<>();

        private Builder() {}

        /** Gives arguments, the program's name first. */
        public Builder arguments(List<String> value) {
            arguments = List.copyOf(value);
            return this;
        }

        /** Gives environment variables. */
        public Builder environment(Map<String, String> value) {
            environment = new LinkedHashMap<>(value);
            return this;
        }

        /** Names the working directory, which should lie in a preopened one. */
        public Builder directory(String value) {
            directory = Optional.of(value);
            return this;
        }

        /** Gives standard input; not closed. */
        public Builder input(InputStream value) {
            input = new StreamSource(value);
            return this;
        }

        /** Takes standard output, up to a number of bytes; after these, writing fails. Not closed. */
        public Builder output(OutputStream value, long limit) {
            output = new StreamSink(value, limit);
            return this;
        }

        /** Takes standard error, up to a number of bytes; after these, writing fails. Not closed. */
        public Builder errors(OutputStream value, long limit) {
            errors = new StreamSink(value, limit);
            return this;
        }

        /** Sets the time. */
        public Builder clock(WasiClock value) {
            clock = Objects.requireNonNull(value);
            return this;
        }

        /** Sets where random numbers come from. */
        public Builder random(RandomSource value) {
            random = Objects.requireNonNull(value);
            return this;
        }

        /** Grants a directory. */
        public Builder preopen(Preopen value) {
            preopens.add(Objects.requireNonNull(value));
            return this;
        }

        /** Limits files open at once and bytes written; 64 and 256 MiB otherwise. */
        public Builder fileLimits(int open, long bytes) {
            openFiles = open;
            writtenBytes = bytes;
            return this;
        }

        /** Says where HTTP requests may go; nowhere otherwise. */
        public Builder egress(EgressPolicy value) {
            egress = Objects.requireNonNull(value);
            return this;
        }

        /** Limits requests at once and bytes of all bodies, both ways; 16 and 64 MiB otherwise. */
        public Builder httpLimits(int atOnce, long bytes) {
            requestsAtOnce = atOnce;
            httpBytes = bytes;
            return this;
        }

        /** Sets the threads that requests run on, one each while it lasts; daemon threads of this class otherwise. */
        public Builder threads(ExecutorService value) {
            threads = Objects.requireNonNull(value);
            return this;
        }

        /** Grants a bucket of {@code wasi:keyvalue}. */
        public Builder bucket(String identifier, Bucket bucket) {
            buckets.put(Objects.requireNonNull(identifier), Objects.requireNonNull(bucket));
            return this;
        }

        /** Returns the context of one instance; build anew for the next. */
        public WasiContext build() {
            return new WasiContext(this);
        }
    }
}
