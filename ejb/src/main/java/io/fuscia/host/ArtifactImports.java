package io.fuscia.host;

import io.fuscia.artifact.Artifact;
import io.fuscia.artifact.ArtifactId;
import io.fuscia.artifact.ArtifactReference;
import io.fuscia.artifact.Artifacts;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.abi.VariantValue;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.HostResource;
import io.fuscia.wit.wasi.io.ByteSink;
import io.fuscia.wit.wasi.io.ByteSource;
import io.fuscia.wit.wasi.io.IoResources;
import io.fuscia.wit.wasi.io.StreamSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** {@code fuscia:artifact/artifact}: a call reads and writes the artifacts of its own execution. */
final class ArtifactImports {
    private static final HostResource<GuestWriter> WRITER =
            HostResource.of("writer", GuestWriter.class, GuestWriter::close);
    private static final ResultValue NOT_FOUND = ResultValue.err(new VariantValue(0, null));
    private static final ResultValue LIMIT_EXCEEDED = ResultValue.err(new VariantValue(1, null));

    private ArtifactImports() {}

    static HostImports.Builder addTo(HostImports.Builder imports) {
        imports.instance("fuscia:artifact/artifact@0.1.0")
                .resource("writer", WRITER)
                .resource("input-stream", IoResources.INPUT_STREAM)
                .resource("output-stream", IoResources.OUTPUT_STREAM)
                .function("describe", (call, args) -> {
                    CallContext context = call.attachment(CallContext.class);
                    return find(context, (String) args[0])
                            .map(artifact -> ResultValue.ok(description(artifact.reference())))
                            .orElse(NOT_FOUND);
                })
                .function("read", (call, args) -> {
                    CallContext context = call.attachment(CallContext.class);
                    Optional<Artifact> artifact = find(context, (String) args[0]);
                    return artifact.isEmpty()
                            ? NOT_FOUND
                            : ResultValue.ok(new Reading(context.artifacts()
                                    .read(artifact.get().reference().id())));
                })
                .function(
                        "[constructor]writer",
                        (call, args) -> new GuestWriter(call.attachment(CallContext.class), (String) args[0]))
                .function("[method]writer.content", (call, args) -> ((GuestWriter) args[0]).content())
                .function("[static]writer.finish", (call, args) -> ((GuestWriter) args[0]).finish());
        return imports;
    }

    /** Of this execution only: another's id is as unknown as one that does not exist. */
    private static Optional<Artifact> find(CallContext context, String id) {
        if (!ArtifactId.isWellFormed(id)) {
            return Optional.empty();
        }
        return context.artifacts().find(new ArtifactId(id)).filter(artifact -> artifact.executionId()
                .equals(context.call().executionId()));
    }

    private static Object[] description(ArtifactReference reference) {
        return new Object[] {reference.id().value(), reference.contentType(), reference.size()};
    }

    private static ResultValue failure(FusciaException thrown) {
        return thrown.code() == ErrorCode.LIMIT_EXCEEDED
                ? LIMIT_EXCEEDED
                : ResultValue.err(new VariantValue(2, thrown.getMessage()));
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
    private static final class GuestWriter implements ByteSink {
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

        private ResultValue content() {
            if (taken) {
                return ResultValue.err(null);
            }
            taken = true;
            return ResultValue.ok(new Content(this));
        }

        private ResultValue finish() throws IOException {
            if (failure != null) {
                close();
                return ArtifactImports.failure(failure);
            }
            try {
                ArtifactReference reference = writer.finish();
                context.wrote(reference);
                return ResultValue.ok(description(reference));
            } catch (FusciaException e) {
                return ArtifactImports.failure(e);
            } finally {
                close();
            }
        }

        @Override
        public long room() {
            return 64 * 1024;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
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
        public boolean ready() {
            return true;
        }

        @Override
        public void close() {
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
            return writer.room();
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
