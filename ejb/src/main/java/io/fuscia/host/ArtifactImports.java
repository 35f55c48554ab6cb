package io.fuscia.host;

import io.fuscia.artifact.ArtifactId;
import io.fuscia.artifact.ArtifactReference;
import io.fuscia.artifact.Artifacts;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.wit.abi.Result;
import io.fuscia.wit.bindings.fuscia.artifact.Artifact;
import io.fuscia.wit.bindings.wasi.io.Streams;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.wasi.WasiContext;
import io.fuscia.wit.wasi.io.ByteSink;
import io.fuscia.wit.wasi.io.ByteSource;
import io.fuscia.wit.wasi.io.Events;
import io.fuscia.wit.wasi.io.StreamSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** {@code fuscia:artifact/artifact}: a call reads and writes the artifacts of its own execution. */
final class ArtifactImports implements Artifact {
    private ArtifactImports() {}

    static HostImports.Builder addTo(HostImports.Builder imports) {
        return Artifact.addTo(imports, new ArtifactImports());
    }

    private static Events events(HostCall call) {
        return call.attachment(WasiContext.class).events();
    }

    @Override
    public Result<Description, Artifact.Error> describe(HostCall call, String id) {
        return find(call.attachment(CallContext.class), id)
                .<Result<Description, Artifact.Error>>map(artifact -> Result.ok(description(artifact.reference())))
                .orElseGet(() -> Result.err(Artifact.Error.NOT_FOUND));
    }

    @Override
    public Result<Streams.InputStream, Artifact.Error> read(HostCall call, String id) throws IOException {
        CallContext context = call.attachment(CallContext.class);
        Optional<io.fuscia.artifact.Artifact> artifact = find(context, id);
        if (artifact.isEmpty()) {
            return Result.err(Artifact.Error.NOT_FOUND);
        }
        ArtifactId found = artifact.get().reference().id();
        return Result.ok(events(call).input(new Reading(context.artifacts().read(found))));
    }

    @Override
    public Writer newWriter(HostCall call, String contentType) {
        return new GuestWriter(call.attachment(CallContext.class), contentType);
    }

    @Override
    public Result<Description, Artifact.Error> writerFinish(HostCall call, Writer writer) throws IOException {
        return ((GuestWriter) writer).finish();
    }

    /** Of this execution only: another's id is as unknown as one that does not exist. */
    private static Optional<io.fuscia.artifact.Artifact> find(CallContext context, String id) {
        if (!ArtifactId.isWellFormed(id)) {
            return Optional.empty();
        }
        return context.artifacts().find(new ArtifactId(id)).filter(artifact -> artifact.executionId()
                .equals(context.call().executionId()));
    }

    private static Description description(ArtifactReference reference) {
        return new Description(reference.id().value(), reference.contentType(), reference.size());
    }

    private static Artifact.Error failure(FusciaException thrown) {
        return thrown.code() == ErrorCode.LIMIT_EXCEEDED
                ? Artifact.Error.LIMIT_EXCEEDED
                : new Artifact.Error.Storage(thrown.getMessage());
    }

    /** Closes the file when the guest drops the stream. */
    private static final class Reading implements ByteSource {
        private final InputStream input;
        private final StreamSource source;

        private Reading(InputStream input) {
            this.input = input;
            this.source = new StreamSource(input);
        }

        @Override
        public byte[] read(int most) throws IOException {
            return source.read(most);
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void close() {
            try {
                input.close();
            } catch (IOException e) {
                System.getLogger(ArtifactImports.class.getName())
                        .log(System.Logger.Level.DEBUG, "closing an artifact", e);
            }
        }
    }

    /** An artifact that a guest writes. What fails, fails when it is finished, as the contract has it. */
    private static final class GuestWriter implements Writer {
        private final CallContext context;
        private Artifacts.Writer writer;
        private FusciaException failure;
        private boolean taken;

        private GuestWriter(CallContext context, String contentType) {
            this.context = context;
            try {
                this.writer = context.artifacts()
                        .open(context.call().executionId(), context.call().nodeId(), contentType);
            } catch (FusciaException e) {
                this.failure = e;
            }
        }

        @Override
        public Result<Streams.OutputStream, Void> content(HostCall call) {
            if (taken) {
                return Result.err();
            }
            taken = true;
            return Result.ok(events(call).output(new Content(this)));
        }

        private Result<Description, Artifact.Error> finish() throws IOException {
            if (failure != null) {
                drop();
                return Result.err(ArtifactImports.failure(failure));
            }
            try {
                ArtifactReference reference = writer.finish();
                context.wrote(reference);
                return Result.ok(description(reference));
            } catch (FusciaException e) {
                return Result.err(ArtifactImports.failure(e));
            } finally {
                drop();
            }
        }

        private void write(byte[] bytes) throws IOException {
            if (failure != null) {
                throw new IOException(failure.getMessage(), failure);
            }
            try {
                writer.content().write(bytes);
            } catch (FusciaException e) {
                failure = e;
                throw new IOException(e.getMessage(), e);
            }
        }

        @Override
        public void drop() {
            if (writer != null) {
                try {
                    writer.close();
                } catch (IOException e) {
                    System.getLogger(ArtifactImports.class.getName())
                            .log(System.Logger.Level.DEBUG, "closing an unfinished artifact", e);
                }
            }
        }
    }

    /** The writer's stream: dropping it does not drop the writer. */
    private record Content(GuestWriter writer) implements ByteSink {
        @Override
        public long room() {
            return 64 * 1024;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            writer.write(bytes);
        }

        @Override
        public boolean ready() {
            return true;
        }
    }
}
