package io.fuscia.wit.wasi.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fuscia.wit.wasi.clocks.WasiClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectoryDescriptorTest {
    private static final int CREATE = 1;
    private static final int EXCLUSIVE = 4;
    private static final int TRUNCATE = 8;

    @TempDir
    private Path directory;

    private Filesystem filesystem;

    @AfterEach
    void close() {
        if (filesystem != null) {
            filesystem.close();
        }
    }

    private DirectoryDescriptor granted(boolean writable) throws IOException {
        return granted(writable, 64, 1_000_000);
    }

    private DirectoryDescriptor granted(boolean writable, int open, long bytes) throws IOException {
        filesystem = new Filesystem(List.of(new Preopen("/", directory, writable)), WasiClock.SYSTEM, open, bytes);
        return ((Descriptor) ((Object[]) filesystem.directories().get(0))[0]).directory();
    }

    private static FilesystemError error(ThrowingCallable operation) {
        return FilesystemError.of(catchThrowableOfType(IOException.class, operation));
    }

    @Test
    void makesMovesAndRemoves() throws IOException {
        DirectoryDescriptor root = granted(true);
        root.createDirectory("a");
        root.createDirectory("a/b");
        root.open("a/file", false, CREATE | EXCLUSIVE, Descriptor.WRITE).close();
        root.rename("a/file", root, "a/b/moved");
        assertThat(directory.resolve("a/b/moved")).isRegularFile();
        assertThat(error(() -> root.removeDirectory("a/b"))).isEqualTo(FilesystemError.NOT_EMPTY);
        assertThat(error(() -> root.unlinkFile("a/b"))).isEqualTo(FilesystemError.IS_DIRECTORY);
        assertThat(error(() -> root.removeDirectory("a/b/moved"))).isEqualTo(FilesystemError.NOT_DIRECTORY);
        assertThat(error(() -> root.createDirectory("a"))).isEqualTo(FilesystemError.EXIST);
        assertThat(error(() -> root.createDirectory("a/.."))).isEqualTo(FilesystemError.INVALID);
        root.unlinkFile("a/b/moved");
        root.removeDirectory("a/b");
        assertThat(directory.resolve("a")).isEmptyDirectory();
    }

    @Test
    void changesNothingThatWasGrantedForReading() throws IOException {
        Files.writeString(directory.resolve("file"), "text");
        DirectoryDescriptor root = granted(false);
        assertThat(error(() -> root.createDirectory("a"))).isEqualTo(FilesystemError.READ_ONLY);
        assertThat(error(() -> root.unlinkFile("file"))).isEqualTo(FilesystemError.READ_ONLY);
        assertThat(error(() -> root.rename("file", root, "other"))).isEqualTo(FilesystemError.READ_ONLY);
        assertThat(error(() -> root.open("file", false, 0, Descriptor.WRITE))).isEqualTo(FilesystemError.READ_ONLY);
        assertThat(error(() -> root.open("file", false, TRUNCATE, Descriptor.READ)))
                .isEqualTo(FilesystemError.READ_ONLY);
        assertThat(error(() -> root.setTimes("file", false, FileTime.fromMillis(0), null)))
                .isEqualTo(FilesystemError.READ_ONLY);
        FileDescriptor file = root.open("file", false, 0, Descriptor.READ).file();
        assertThat(error(() -> file.write(new byte[1], 0))).isEqualTo(FilesystemError.BAD_DESCRIPTOR);
        assertThat(error(() -> file.setSize(0))).isEqualTo(FilesystemError.BAD_DESCRIPTOR);
        assertThat(directory.resolve("file")).hasContent("text");
    }

    @Test
    void readsAndWritesAtOffsets() throws IOException {
        FileDescriptor file = granted(true)
                .open("file", false, CREATE, Descriptor.READ | Descriptor.WRITE)
                .file();
        file.write("hello".getBytes(StandardCharsets.UTF_8), 2);
        file.write("J".getBytes(StandardCharsets.UTF_8), 2);
        assertThat(file.read(100, 2)).asString(StandardCharsets.UTF_8).isEqualTo("Jello");
        assertThat(file.read(2, 3)).asString(StandardCharsets.UTF_8).isEqualTo("el");
        assertThat(file.read(100, 7)).isNull();
        assertThat(file.read(100, -1)).isNull();
        file.sink(-1).write("!".getBytes(StandardCharsets.UTF_8));
        assertThat(file.source(6).read(100)).asString(StandardCharsets.UTF_8).isEqualTo("o!");
        file.setSize(3);
        assertThat(directory.resolve("file")).hasSize(3);
        file.setSize(10);
        assertThat(directory.resolve("file")).hasSize(10);
        file.setTimes(null, FileTime.from(Instant.EPOCH));
        assertThat(Files.getLastModifiedTime(directory.resolve("file"))).isEqualTo(FileTime.from(Instant.EPOCH));
    }

    @Test
    void stopsAtItsLimits() throws IOException {
        DirectoryDescriptor root = granted(true, 3, 10);
        FileDescriptor file = root.open("file", false, CREATE, Descriptor.WRITE).file();
        file.write(new byte[8], 0);
        assertThat(error(() -> file.write(new byte[3], 8))).isEqualTo(FilesystemError.QUOTA);
        assertThat(error(() -> file.write(new byte[1], 1L << 40))).isEqualTo(FilesystemError.QUOTA);
        assertThat(error(() -> file.setSize(1L << 40))).isEqualTo(FilesystemError.QUOTA);
        root.open("second", false, CREATE, Descriptor.WRITE);
        assertThat(error(() -> root.open("third", false, CREATE, Descriptor.WRITE)))
                .isEqualTo(FilesystemError.QUOTA);
        file.close();
        root.open("third", false, CREATE, Descriptor.WRITE);
    }

    @Test
    void saysWhatAPathIs() throws IOException {
        Files.createDirectory(directory.resolve("folder"));
        Files.writeString(directory.resolve("file"), "12345");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
        Files.createSymbolicLink(directory.resolve("out"), Path.of("/etc"));
        DirectoryDescriptor root = granted(false);
        assertThat(root.attributes("file", false).size()).isEqualTo(5);
        assertThat(FileKind.of(root.attributes("link", false))).isEqualTo(FileKind.SYMBOLIC_LINK);
        assertThat(FileKind.of(root.attributes("link", true))).isEqualTo(FileKind.REGULAR_FILE);
        assertThat(FileKind.of(root.attributes("folder/../.", false))).isEqualTo(FileKind.DIRECTORY);
        assertThat(root.readLink("link")).isEqualTo("file");
        assertThat(error(() -> root.readLink("out"))).isEqualTo(FilesystemError.NOT_PERMITTED);
        assertThat(error(() -> root.readLink("file"))).isEqualTo(FilesystemError.INVALID);
        assertThat(error(() -> root.open("link", false, 0, Descriptor.READ))).isEqualTo(FilesystemError.LOOP);
        assertThat(error(() -> root.open("file/", true, 0, Descriptor.READ))).isEqualTo(FilesystemError.NOT_DIRECTORY);
        assertThat(error(() -> root.attributes("file/x", true))).isEqualTo(FilesystemError.NOT_DIRECTORY);
        assertThat(error(() -> root.attributes("", true))).isEqualTo(FilesystemError.NO_ENTRY);
        assertThat(error(() -> root.attributes("a\0b", true))).isEqualTo(FilesystemError.ILLEGAL_BYTE_SEQUENCE);
        assertThat(error(() -> root.attributes("a/".repeat(3_000), true))).isEqualTo(FilesystemError.NAME_TOO_LONG);
        assertThat(error(() -> root.attributes("..", true))).isEqualTo(FilesystemError.NOT_PERMITTED);
    }

    @Test
    void listsEntriesOnceEach() throws IOException {
        Files.createDirectory(directory.resolve("folder"));
        Files.writeString(directory.resolve("file"), "");
        DirectoryEntries entries = granted(false).entries();
        List<String> found = new ArrayList<>();
        for (Optional<Object> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
            Object[] fields = (Object[]) entry.get();
            found.add(fields[0] + " " + fields[1]);
        }
        entries.close();
        assertThat(found)
                .containsExactlyInAnyOrder(
                        FileKind.DIRECTORY.number() + " folder", FileKind.REGULAR_FILE.number() + " file");
    }

    /** Someone swaps a directory for a link that leads outside, again and again, while the guest opens files in it. */
    @Test
    void losesNoRaceAgainstLinks() throws Exception {
        Path granted = Files.createDirectory(directory.resolve("granted"));
        Path inside = Files.createDirectory(granted.resolve("inside"));
        Files.writeString(inside.resolve("file"), "harmless");
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("file"), "secret");
        Path spare = directory.resolve("spare");
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(1);
        Thread attacker = new Thread(() -> {
            try {
                while (!stop.get()) {
                    Files.move(inside, spare);
                    Files.createSymbolicLink(inside, outside.toAbsolutePath());
                    started.countDown();
                    Files.delete(inside);
                    Files.move(spare, inside);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        attacker.start();
        try (Filesystem files = new Filesystem(List.of(Preopen.readOnly("/", granted)), WasiClock.SYSTEM, 64, 0)) {
            DirectoryDescriptor root =
                    ((Descriptor) ((Object[]) files.directories().get(0))[0]).directory();
            started.await();
            for (int i = 0; i < 3_000; i++) {
                try {
                    FileDescriptor file =
                            root.open("inside/file", true, 0, Descriptor.READ).file();
                    assertThat(file.read(100, 0))
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo("harmless");
                    file.close();
                } catch (IOException e) {
                    assertThat(FilesystemError.of(e))
                            .describedAs(e.toString())
                            .isIn(
                                    FilesystemError.NO_ENTRY,
                                    FilesystemError.NOT_PERMITTED,
                                    FilesystemError.LOOP,
                                    FilesystemError.NOT_DIRECTORY,
                                    FilesystemError.INVALID);
                }
            }
        } finally {
            stop.set(true);
            attacker.join();
        }
    }
}
