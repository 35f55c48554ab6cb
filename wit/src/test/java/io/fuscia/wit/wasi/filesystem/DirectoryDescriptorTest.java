package io.fuscia.wit.wasi.filesystem;

import static io.fuscia.wit.bindings.wasi.filesystem.Types.DescriptorFlags.READ;
import static io.fuscia.wit.bindings.wasi.filesystem.Types.DescriptorFlags.WRITE;
import static io.fuscia.wit.bindings.wasi.filesystem.Types.OpenFlags.CREATE;
import static io.fuscia.wit.bindings.wasi.filesystem.Types.OpenFlags.EXCLUSIVE;
import static io.fuscia.wit.bindings.wasi.filesystem.Types.OpenFlags.TRUNCATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fuscia.wit.bindings.wasi.filesystem.Types;
import io.fuscia.wit.bindings.wasi.filesystem.Types.ErrorCode;
import io.fuscia.wit.wasi.clocks.WasiClock;
import io.fuscia.wit.wasi.io.Events;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectoryDescriptorTest {
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
        filesystem = new Filesystem(
                List.of(new Preopen("/", directory, writable)), WasiClock.SYSTEM, open, bytes, new Events());
        return root(filesystem);
    }

    private static DirectoryDescriptor root(Filesystem files) throws FilesystemFailure {
        return ((GuestDescriptor) files.directories().get(0).first())
                .descriptor()
                .directory();
    }

    private static ErrorCode error(ThrowingCallable operation) {
        return FilesystemError.of(catchThrowableOfType(IOException.class, operation));
    }

    @Test
    void makesMovesAndRemoves() throws IOException {
        DirectoryDescriptor root = granted(true);
        root.createDirectory("a");
        root.createDirectory("a/b");
        root.open("a/file", false, Set.of(CREATE, EXCLUSIVE), Set.of(WRITE)).close();
        root.rename("a/file", root, "a/b/moved");
        assertThat(directory.resolve("a/b/moved")).isRegularFile();
        assertThat(error(() -> root.removeDirectory("a/b"))).isEqualTo(ErrorCode.NOT_EMPTY);
        assertThat(error(() -> root.unlinkFile("a/b"))).isEqualTo(ErrorCode.IS_DIRECTORY);
        assertThat(error(() -> root.removeDirectory("a/b/moved"))).isEqualTo(ErrorCode.NOT_DIRECTORY);
        assertThat(error(() -> root.createDirectory("a"))).isEqualTo(ErrorCode.EXIST);
        assertThat(error(() -> root.createDirectory("a/.."))).isEqualTo(ErrorCode.INVALID);
        root.unlinkFile("a/b/moved");
        root.removeDirectory("a/b");
        assertThat(directory.resolve("a")).isEmptyDirectory();
    }

    @Test
    void changesNothingThatWasGrantedForReading() throws IOException {
        Files.writeString(directory.resolve("file"), "text");
        DirectoryDescriptor root = granted(false);
        assertThat(error(() -> root.createDirectory("a"))).isEqualTo(ErrorCode.READ_ONLY);
        assertThat(error(() -> root.unlinkFile("file"))).isEqualTo(ErrorCode.READ_ONLY);
        assertThat(error(() -> root.rename("file", root, "other"))).isEqualTo(ErrorCode.READ_ONLY);
        assertThat(error(() -> root.open("file", false, Set.of(), Set.of(WRITE))))
                .isEqualTo(ErrorCode.READ_ONLY);
        assertThat(error(() -> root.open("file", false, Set.of(TRUNCATE), Set.of(READ))))
                .isEqualTo(ErrorCode.READ_ONLY);
        assertThat(error(() -> root.setTimes("file", false, FileTime.fromMillis(0), null)))
                .isEqualTo(ErrorCode.READ_ONLY);
        FileDescriptor file = root.open("file", false, Set.of(), Set.of(READ)).file();
        assertThat(error(() -> file.write(new byte[1], 0))).isEqualTo(ErrorCode.BAD_DESCRIPTOR);
        assertThat(error(() -> file.setSize(0))).isEqualTo(ErrorCode.BAD_DESCRIPTOR);
        assertThat(directory.resolve("file")).hasContent("text");
    }

    @Test
    void readsAndWritesAtOffsets() throws IOException {
        FileDescriptor file = granted(true)
                .open("file", false, Set.of(CREATE), Set.of(READ, WRITE))
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
        FileDescriptor file =
                root.open("file", false, Set.of(CREATE), Set.of(WRITE)).file();
        file.write(new byte[8], 0);
        assertThat(error(() -> file.write(new byte[3], 8))).isEqualTo(ErrorCode.QUOTA);
        assertThat(error(() -> file.write(new byte[1], 1L << 40))).isEqualTo(ErrorCode.QUOTA);
        assertThat(error(() -> file.setSize(1L << 40))).isEqualTo(ErrorCode.QUOTA);
        root.open("second", false, Set.of(CREATE), Set.of(WRITE));
        assertThat(error(() -> root.open("third", false, Set.of(CREATE), Set.of(WRITE))))
                .isEqualTo(ErrorCode.QUOTA);
        file.close();
        root.open("third", false, Set.of(CREATE), Set.of(WRITE));
    }

    @Test
    void saysWhatAPathIs() throws IOException {
        Files.createDirectory(directory.resolve("folder"));
        Files.writeString(directory.resolve("file"), "12345");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
        Files.createSymbolicLink(directory.resolve("out"), Path.of("/etc"));
        DirectoryDescriptor root = granted(false);
        assertThat(root.attributes("file", false).size()).isEqualTo(5);
        assertThat(Descriptor.kind(root.attributes("link", false))).isEqualTo(Types.DescriptorType.SYMBOLIC_LINK);
        assertThat(Descriptor.kind(root.attributes("link", true))).isEqualTo(Types.DescriptorType.REGULAR_FILE);
        assertThat(Descriptor.kind(root.attributes("folder/../.", false))).isEqualTo(Types.DescriptorType.DIRECTORY);
        assertThat(root.readLink("link")).isEqualTo("file");
        assertThat(error(() -> root.readLink("out"))).isEqualTo(ErrorCode.NOT_PERMITTED);
        assertThat(error(() -> root.readLink("file"))).isEqualTo(ErrorCode.INVALID);
        assertThat(error(() -> root.open("link", false, Set.of(), Set.of(READ))))
                .isEqualTo(ErrorCode.LOOP);
        assertThat(error(() -> root.open("file/", true, Set.of(), Set.of(READ))))
                .isEqualTo(ErrorCode.NOT_DIRECTORY);
        assertThat(error(() -> root.attributes("file/x", true))).isEqualTo(ErrorCode.NOT_DIRECTORY);
        assertThat(error(() -> root.attributes("", true))).isEqualTo(ErrorCode.NO_ENTRY);
        assertThat(error(() -> root.attributes("a\0b", true))).isEqualTo(ErrorCode.ILLEGAL_BYTE_SEQUENCE);
        assertThat(error(() -> root.attributes("a/".repeat(3_000), true))).isEqualTo(ErrorCode.NAME_TOO_LONG);
        assertThat(error(() -> root.attributes("..", true))).isEqualTo(ErrorCode.NOT_PERMITTED);
    }

    @Test
    void listsEntriesOnceEach() throws IOException {
        Files.createDirectory(directory.resolve("folder"));
        Files.writeString(directory.resolve("file"), "");
        DirectoryEntries entries = granted(false).entries();
        List<String> found = new ArrayList<>();
        for (Optional<Types.DirectoryEntry> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
            found.add(entry.get().type() + " " + entry.get().name());
        }
        entries.close();
        assertThat(found).containsExactlyInAnyOrder("DIRECTORY folder", "REGULAR_FILE file");
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
        try (Filesystem files =
                new Filesystem(List.of(Preopen.readOnly("/", granted)), WasiClock.SYSTEM, 64, 0, new Events())) {
            DirectoryDescriptor root = root(files);
            started.await();
            for (int i = 0; i < 3_000; i++) {
                try {
                    FileDescriptor file = root.open("inside/file", true, Set.of(), Set.of(READ))
                            .file();
                    assertThat(file.read(100, 0))
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo("harmless");
                    file.close();
                } catch (IOException e) {
                    assertThat(FilesystemError.of(e))
                            .describedAs(e.toString())
                            .isIn(
                                    ErrorCode.NO_ENTRY,
                                    ErrorCode.NOT_PERMITTED,
                                    ErrorCode.LOOP,
                                    ErrorCode.NOT_DIRECTORY,
                                    ErrorCode.INVALID);
                }
            }
        } finally {
            stop.set(true);
            attacker.join();
        }
    }
}
