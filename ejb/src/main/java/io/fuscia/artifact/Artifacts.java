package io.fuscia.artifact;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.storage.Transactions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The artifacts of executions: content in files, all else in rows. An artifact exists from the moment its row is
 * committed, which is after its file is durable; it never changes. Thread-safe.
 */
public final class Artifacts {
    /** RFC 6838 names with parameters that are harmless in a header. */
    private static final Pattern CONTENT_TYPE = Pattern.compile(
            "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,63}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,63}( ?;[ -:<-~]{1,120})?");

    private final Transactions transactions;
    private final BlobStore files;
    private final ArtifactLimits limits;
    private final Clock clock;

    /** Files go below {@code data}. */
    public Artifacts(Transactions transactions, DataDirectory data, ArtifactLimits limits, Clock clock) {
        this.transactions = transactions;
        this.files = data.blobs("artifacts");
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Stores a stream.
     *
     * @throws FusciaException {@code LIMIT_EXCEEDED}, {@code INVALID_INPUT} for a content type that is none,
     *     {@code STORAGE_UNAVAILABLE}; there is no artifact then, and what was written of it goes with the next sweep
     */
    public ArtifactReference write(String executionId, String nodeId, String contentType, InputStream content) {
        try (Writer writer = open(executionId, nodeId, contentType)) {
            content.transferTo(writer.content());
            return writer.finish();
        } catch (IOException e) {
            throw new FusciaException(ErrorCode.STORAGE_UNAVAILABLE, "an artifact cannot be written: " + e, e);
        }
    }

    /** Starts an artifact; see {@link #write}. It exists when the writer has finished. */
    public Writer open(String executionId, String nodeId, String contentType) {
        String type = !contentType.isBlank() ? contentType.strip() : "application/octet-stream";
        if (!CONTENT_TYPE.matcher(type).matches()) {
            throw new FusciaException(ErrorCode.INVALID_INPUT, "'" + printable(type) + "' is not a media type");
        }
        long stored = storedBytes(executionId);
        ArtifactId id = new ArtifactId(UUID.randomUUID().toString());
        BlobStore.Upload upload = files.open(id.value(), size -> checkSize(size, stored));
        return new Writer(id, executionId, nodeId, type, upload);
    }

    /**
     * Stores what the engine itself keeps for an execution. Not counted against the limits of what guests store.
     *
     * @throws FusciaException {@code STORAGE_UNAVAILABLE}; see {@link #write}
     */
    public ArtifactReference keep(String executionId, String nodeId, String contentType, byte[] content) {
        ArtifactId id = new ArtifactId(UUID.randomUUID().toString());
        try (Writer writer = new Writer(id, executionId, nodeId, contentType, files.open(id.value(), size -> {}))) {
            writer.content().write(content);
            return writer.finish();
        } catch (IOException e) {
            throw new FusciaException(ErrorCode.STORAGE_UNAVAILABLE, "an artifact cannot be written: " + e, e);
        }
    }

    private static String printable(String text) {
        String cut = text.length() > 80 ? text.substring(0, 80) : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }

    private long storedBytes(String executionId) {
        Object[] sums = transactions.run(rows -> rows.createQuery(
                        "select count(a), coalesce(sum(a.byteCount), 0) from ArtifactRecord a"
                                + " where a.executionId = :execution",
                        Object[].class)
                .setParameter("execution", executionId)
                .getSingleResult());
        if (((Number) sums[0]).longValue() >= limits.count()) {
            throw exceeded("an execution may store " + limits.count() + " artifacts");
        }
        return ((Number) sums[1]).longValue();
    }

    private void checkSize(long size, long stored) {
        if (size > limits.bytes()) {
            throw exceeded("an artifact may have " + limits.bytes() + " bytes");
        }
        if (stored + size > limits.totalBytes()) {
            throw exceeded("the artifacts of an execution may have " + limits.totalBytes() + " bytes together");
        }
    }

    private static FusciaException exceeded(String message) {
        return new FusciaException(ErrorCode.LIMIT_EXCEEDED, message);
    }

    /** What is known of an artifact; empty if there is none. */
    public Optional<Artifact> find(ArtifactId id) {
        return Optional.ofNullable(transactions.run(rows -> rows.find(ArtifactRecord.class, id.value())))
                .map(ArtifactRecord::toArtifact);
    }

    /** The artifacts of an execution, oldest first. */
    public List<Artifact> of(String executionId) {
        return transactions
                .run(rows -> rows.createQuery(
                                "select a from ArtifactRecord a where a.executionId = :execution"
                                        + " order by a.createdAt, a.id",
                                ArtifactRecord.class)
                        .setParameter("execution", executionId)
                        .getResultList())
                .stream()
                .map(ArtifactRecord::toArtifact)
                .toList();
    }

    /**
     * Opens the content; the caller closes it. Reading the last bytes fails if the content does not match its digest.
     *
     * @throws FusciaException {@code ARTIFACT_NOT_FOUND}, {@code STORAGE_UNAVAILABLE}
     */
    public InputStream read(ArtifactId id) {
        Artifact known = find(id).orElseThrow(
                        () -> new FusciaException(ErrorCode.ARTIFACT_NOT_FOUND, "there is no artifact '" + id + "'"));
        try {
            long size = files.size(id.value());
            if (size != known.reference().size()) {
                throw new FusciaException(
                        ErrorCode.STORAGE_UNAVAILABLE,
                        "the content of artifact '" + id + "' is damaged: it has " + size + " of "
                                + known.reference().size() + " bytes");
            }
            return new CheckedContent(files.read(id.value()), known.reference());
        } catch (NoSuchFileException e) {
            throw new FusciaException(
                    ErrorCode.STORAGE_UNAVAILABLE, "the content of artifact '" + id + "' is not on this server", e);
        } catch (IOException e) {
            throw new FusciaException(ErrorCode.STORAGE_UNAVAILABLE, "artifact '" + id + "' cannot be read: " + e, e);
        }
    }

    /** Removes the files of artifacts whose rows are gone; for retention. What a crash leaves goes with the sweep. */
    public void removeFiles(List<ArtifactId> withoutRow) {
        withoutRow.forEach(id -> files.delete(id.value()));
    }

    /**
     * Removes files that no row names: parts of artifacts, and whole ones, that were being written when a server ended.
     *
     * @param olderThan younger ones may still be written
     * @return how many
     */
    public int sweep(java.time.Duration olderThan) {
        return files.sweep(
                clock.instant().minus(olderThan),
                names -> transactions.run(rows -> Set.copyOf(
                        rows.createQuery("select a.id from ArtifactRecord a where a.id in :ids", String.class)
                                .setParameter("ids", names)
                                .getResultList())));
    }

    /** An artifact that is being written. Closed before it is finished, it leaves nothing. Not thread-safe. */
    public final class Writer implements AutoCloseable {
        private final ArtifactId id;
        private final String executionId;
        private final String nodeId;
        private final String contentType;
        private final BlobStore.Upload upload;

        private Writer(ArtifactId id, String executionId, String nodeId, String contentType, BlobStore.Upload upload) {
            this.id = id;
            this.executionId = executionId;
            this.nodeId = nodeId;
            this.contentType = contentType;
            this.upload = upload;
        }

        /** Where the content goes; writing past a limit throws {@code LIMIT_EXCEEDED}. */
        public OutputStream content() {
            return upload;
        }

        /** Makes the artifact exist. @throws FusciaException {@code STORAGE_UNAVAILABLE} */
        public ArtifactReference finish() throws IOException {
            BlobStore.Written written = upload.commit();
            ArtifactReference reference = new ArtifactReference(id, contentType, written.size(), written.digest());
            // If this fails, the database may still have committed it (a connection that breaks does not tell), so the
            // file stays; the sweep removes it if there is no row.
            transactions.run(rows -> {
                rows.persist(new ArtifactRecord(executionId, nodeId, reference, clock.instant()));
                return null;
            });
            return reference;
        }

        @Override
        public void close() throws IOException {
            upload.close();
        }
    }
}
