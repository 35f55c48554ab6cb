package io.fuscia.cli.server;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A backup as one file: a ZIP of {@code backup.json}, {@code database} and {@code files}. */
final class BackupFile {
    private static final String DESCRIPTION = "backup.json";
    private static final int BUFFERED = 64 * 1024;

    private BackupFile() {}

    /** Packs a directory; the file appears whole or not at all. */
    static void write(Path directory, Path file) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (FileChannel out = open(partial);
                    ZipOutputStream zip =
                            new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(out), BUFFERED))) {
                for (Path one : filesIn(directory)) {
                    zip.putNextEntry(
                            new ZipEntry(directory.relativize(one).toString().replace('\\', '/')));
                    Files.copy(one, zip);
                    zip.closeEntry();
                }
                zip.finish();
                zip.flush();
                out.force(true);
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** What workflows worked on is for their owner alone, like the data directory. */
    private static FileChannel open(Path file) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? FileChannel.open(
                        file,
                        options,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : FileChannel.open(file, options);
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** What the file says of itself; empty if it is no backup. */
    static Optional<JsonObject> describe(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(DESCRIPTION);
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream in = zip.getInputStream(entry);
                    JsonReader reader = Json.createReader(in)) {
                return Optional.of(reader.readObject());
            }
        } catch (ZipException | JsonException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads all of it and looks whether it is as it was written; unpacking does not.
     *
     * @throws IOException naming what is damaged
     */
    static void verify(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                CRC32 sum = new CRC32();
                try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
                    in.transferTo(OutputStream.nullOutputStream());
                } catch (ZipException | EOFException e) {
                    throw new IOException(entry.getName() + " in it is damaged: " + e.getMessage(), e);
                }
                if (sum.getValue() != entry.getCrc()) {
                    throw new IOException(entry.getName() + " in it is damaged");
                }
            }
        }
    }

    /** Unpacks what is below a prefix. @throws IOException also if an entry leads out of the target */
    static void unpack(Path file, String prefix, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory() && entry.getName().startsWith(prefix)) {
                    Path place = target.resolve(entry.getName().substring(prefix.length()))
                            .normalize();
                    if (!place.startsWith(target.normalize())) {
                        throw new IOException("an entry leads out of the backup: " + entry.getName());
                    }
                    Files.createDirectories(place.getParent());
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, place);
                    }
                }
            }
        }
    }

    /** Copies files that the target does not have. */
    static void addMissing(Path from, Path target) throws IOException {
        for (Path one : filesIn(from)) {
            Path place = target.resolve(from.relativize(one).toString());
            if (!Files.exists(place)) {
                Files.createDirectories(place.getParent());
                Files.copy(one, place);
            }
        }
    }

    /** Removes a directory with all in it. */
    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
