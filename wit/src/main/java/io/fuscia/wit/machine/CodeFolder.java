package io.fuscia.wit.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compiled code of core modules on disk, so that a restart does not compile again. A file is named by the digest of the
 * module's bytes and of the versions of the compiler, written whole or not at all, and starts with the digest of its
 * content: what is damaged, cut off or from elsewhere is removed and written anew. The least recently used go when the
 * folder grows over its limit. A folder that cannot be read or written costs time, never a call.
 *
 * <p>Whoever can write to the folder can run any Java code here: it is made readable for its owner only. Thread-safe, and
 * several processes may share a folder.
 */
public final class CodeFolder {
    private static final Logger LOG = System.getLogger(CodeFolder.class.getName());
    private static final byte[] MAGIC = "fuscia code\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST_BYTES = 32;
    private static final int HEADER = MAGIC.length + 2 * DIGEST_BYTES;
    private static final String SUFFIX = ".code";

    private final Path folder;
    private final long maxBytes;
    private final Clock clock;

    private record Stored(Path file, long size, FileTime used) {}

    /**
     * @param folder made if it does not exist
     * @param maxBytes what all files in it may take
     * @param clock tells which were used last
     * @throws UncheckedIOException if the folder cannot be made
     */
    public CodeFolder(Path folder, long maxBytes, Clock clock) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.clock = clock;
        try {
            if (!Files.isDirectory(folder)) {
                if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                    Files.createDirectories(
                            folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                } else {
                    Files.createDirectories(folder);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder for compiled code " + folder + " cannot be made: " + e, e);
        }
    }

    /** Returns the code of a module, empty if it is not there or not to be trusted. */
    Optional<CompiledCode> read(byte[] module) {
        byte[] key = key(module);
        Path file = file(key);
        try {
            byte[] content = Files.readAllBytes(file);
            if (!intact(content, key)) {
                LOG.log(Level.WARNING, "{0} is damaged or was not made for this module: it is made anew", file);
                Files.deleteIfExists(file);
                return Optional.empty();
            }
            CompiledCode code = CompiledCode.read(content, HEADER);
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            return Optional.of(code);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "compiled code cannot be read: " + e);
            return Optional.empty();
        }
    }

    private static boolean intact(byte[] content, byte[] key) {
        return content.length > HEADER
                && Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                && Arrays.equals(content, MAGIC.length, MAGIC.length + DIGEST_BYTES, key, 0, DIGEST_BYTES)
                && MessageDigest.isEqual(
                        Arrays.copyOfRange(content, HEADER - DIGEST_BYTES, HEADER),
                        digest(ByteBuffer.wrap(content, HEADER, content.length - HEADER)));
    }

    /** Keeps the code of a module. */
    void write(byte[] module, CompiledCode code) {
        byte[] key = key(module);
        byte[] written = code.toByteArray();
        if (HEADER + written.length > maxBytes) {
            return;
        }
        byte[] content = ByteBuffer.allocate(HEADER + written.length)
                .put(MAGIC)
                .put(key)
                .put(digest(ByteBuffer.wrap(written)))
                .put(written)
                .array();
        try {
            Path temporary = Files.createTempFile(folder, "new", ".tmp");
            try {
                Files.write(temporary, content);
                Files.setLastModifiedTime(temporary, FileTime.from(clock.instant()));
                Files.move(temporary, file(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            shrink();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "compiled code cannot be kept: " + e);
        }
    }

    private void shrink() throws IOException {
        List<Stored> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                if (file.toString().endsWith(SUFFIX)) {
                    addIfThere(files, file);
                }
            }
        }
        files.sort(Comparator.comparing(Stored::used));
        long size = files.stream().mapToLong(Stored::size).sum();
        for (Stored each : files) {
            if (size <= maxBytes) {
                return;
            }
            Files.deleteIfExists(each.file());
            size -= each.size();
        }
    }

    private static void addIfThere(List<Stored> files, Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            files.add(new Stored(file, attributes.size(), attributes.lastModifiedTime()));
        } catch (NoSuchFileException e) {
            // Another process removed it.
            return;
        }
    }

    private Path file(byte[] key) {
        return folder.resolve(HexFormat.of().formatHex(key) + SUFFIX);
    }

    private static byte[] key(byte[] module) {
        return digest(ByteBuffer.wrap(CodeCompiler.VERSION.getBytes(StandardCharsets.UTF_8)), ByteBuffer.wrap(module));
    }

    private static byte[] digest(ByteBuffer... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (ByteBuffer part : parts) {
                sha.update(part);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
