package io.fuscia.artifact;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Bytes in files, by name below one directory. A file appears whole or not at all: it is written beside its place,
 * forced to the disk, renamed, and the rename forced too. Thread-safe, also between processes.
 */
public final class BlobStore {
    private static final int BUFFER = 64 * 1024;
    private static final int SWEPT_AT_ONCE = 500;
    private static final String PARTIAL = ".partial-";

    private final Path directory;

    /** Stores below this directory, which is made when first needed. */
    public BlobStore(Path directory) {
        this.directory = Objects.requireNonNull(directory, "directory");
    }

    /** What was written. */
    public record Written(long size, Digest digest) {}

    /** Tells how many bytes may still be written; refuses by throwing. */
    @FunctionalInterface
    public interface SizeCheck {
        /** Is told the bytes so far, the ones about to be written included. */
        void accept(long size);
    }

    /**
     * Stores a stream under a name. Nothing stays behind if the stream or the check fails.
     *
     * @param name a file's name, not a path
     * @throws FusciaException {@code STORAGE_UNAVAILABLE}, or what the check throws
     */
    public Written put(String name, InputStream content, SizeCheck check) {
        try (Upload upload = open(name, check)) {
            content.transferTo(upload);
            return upload.commit();
        } catch (IOException e) {
            throw unavailable("write", e);
        }
    }

    /** Stores bytes under a name; see {@link #put(String, InputStream, SizeCheck)}. */
    public Written put(String name, byte[] content) {
        try (Upload upload = open(name, size -> {})) {
            upload.write(content);
            return upload.commit();
        } catch (IOException e) {
            throw unavailable("write", e);
        }
    }

    /**
     * Starts to store something under a name; it is there when the upload is committed.
     *
     * @throws FusciaException {@code STORAGE_UNAVAILABLE}
     */
    public Upload open(String name, SizeCheck check) {
        Path place = place(name);
        try {
            makeDurably(place.getParent());
            Path partial = Files.createTempFile(place.getParent(), PARTIAL, "");
            return new Upload(partial, place, check);
        } catch (IOException e) {
            throw unavailable("write", e);
        }
    }

    /** Makes a directory, and forces its name to the disk: a file in it is lost with it otherwise. */
    private static void makeDurably(Path missing) throws IOException {
        if (Files.isDirectory(missing)) {
            return;
        }
        Path parent = missing.toAbsolutePath().getParent();
        makeDurably(parent);
        Files.createDirectories(missing);
        force(parent);
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Opens what is stored under the name; the caller closes it. @throws NoSuchFileException if nothing is */
    public InputStream read(String name) throws IOException {
        return Files.newInputStream(place(name));
    }

    /** Bytes that are stored under the name. @throws NoSuchFileException if nothing is */
    public long size(String name) throws IOException {
        return Files.size(place(name));
    }

    /** Everything that is stored under the name. @throws NoSuchFileException if nothing is */
    public byte[] readAll(String name) throws IOException {
        return Files.readAllBytes(place(name));
    }

    /** Removes what is stored under the name, if anything is. */
    public void delete(String name) {
        try {
            Files.deleteIfExists(place(name));
        } catch (IOException e) {
            throw unavailable("delete", e);
        }
    }

    /**
     * Removes what is older than a time and does not belong to anything: parts that were never finished, and names that
     * are not known.
     *
     * @param known those of the names that are
     * @return how many files
     */
    public int sweep(Instant before, Function<List<String>, Set<String>> known) {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        int removed = 0;
        List<Path> old = new ArrayList<>();
        try (Stream<Path> all = Files.walk(directory)) {
            Iterator<Path> files = all.filter(file -> isOlder(file, before)).iterator();
            while (files.hasNext()) {
                old.add(files.next());
                if (old.size() == SWEPT_AT_ONCE || !files.hasNext()) {
                    removed += sweep(old, known);
                    old.clear();
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw unavailable("sweep", e);
        }
        return removed;
    }

    private static boolean isOlder(Path file, Instant before) {
        try {
            return Files.isRegularFile(file)
                    && Files.getLastModifiedTime(file).toInstant().isBefore(before);
        } catch (IOException e) {
            // It went away meanwhile.
            return false;
        }
    }

    private static int sweep(List<Path> old, Function<List<String>, Set<String>> known) throws IOException {
        List<String> names = old.stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.startsWith(PARTIAL))
                .toList();
        Set<String> stay = names.isEmpty() ? Set.of() : known.apply(names);
        int removed = 0;
        for (Path file : old) {
            if (!stay.contains(file.getFileName().toString()) && Files.deleteIfExists(file)) {
                removed++;
            }
        }
        return removed;
    }

    /** Whether something is stored under the name. */
    public boolean contains(String name) {
        return Files.isRegularFile(place(name));
    }

    /** Spread over 256 directories by the name's end, which for ids and digests is the part that varies most. */
    private Path place(String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,127}")) {
            throw new IllegalArgumentException("not a name for a file: " + name);
        }
        String shard = name.length() < 2 ? name : name.substring(name.length() - 2);
        return directory.resolve(shard).resolve(name);
    }

    private FusciaException unavailable(String what, Exception cause) {
        return new FusciaException(
                ErrorCode.STORAGE_UNAVAILABLE, "cannot " + what + " files below " + directory + ": " + cause, cause);
    }

    /** Something that is being stored. Closed without a commit, it leaves nothing. Not thread-safe. */
    public static final class Upload extends OutputStream {
        private final Path partial;
        private final Path place;
        private final SizeCheck check;
        private final FileChannel channel;
        private final MessageDigest digest = Digest.sha256();
        private final OutputStream out;
        private long size;
        private boolean committed;

        private Upload(Path partial, Path place, SizeCheck check) throws IOException {
            this.partial = partial;
            this.place = place;
            this.check = check;
            this.channel = FileChannel.open(partial, StandardOpenOption.WRITE);
            this.out = new DigestOutputStream(
                    new java.io.BufferedOutputStream(java.nio.channels.Channels.newOutputStream(channel), BUFFER),
                    digest);
        }

        @Override
        public void write(int value) throws IOException {
            check.accept(size + 1);
            out.write(value);
            size++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            check.accept(size + length);
            out.write(bytes, offset, length);
            size += length;
        }

        /** Makes it durable and visible under its name. */
        public Written commit() throws IOException {
            out.flush();
            channel.force(true);
            channel.close();
            Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            committed = true;
            force(place.getParent());
            return new Written(size, Digest.of(digest));
        }

        @Override
        public void close() throws IOException {
            channel.close();
            if (!committed) {
                Files.deleteIfExists(partial);
            }
        }
    }
}
