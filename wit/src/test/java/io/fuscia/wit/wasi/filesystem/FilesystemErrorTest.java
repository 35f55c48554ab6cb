package io.fuscia.wit.wasi.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fuscia.wit.bindings.wasi.filesystem.Types.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the file system really throws, and what it throws where a test cannot bring it about. */
class FilesystemErrorTest {
    @TempDir
    Path folder;

    private static ErrorCode codeOf(Executable failing) {
        return FilesystemError.of(assertThrows(IOException.class, failing));
    }

    @Test
    void tellsAMissingFile() {
        Path missing = folder.resolve("missing");
        assertThat(codeOf(() -> Files.newByteChannel(missing))).isEqualTo(ErrorCode.NO_ENTRY);
        assertThat(codeOf(() -> Files.delete(missing))).isEqualTo(ErrorCode.NO_ENTRY);
        assertThat(codeOf(() -> Files.readAttributes(missing, "*"))).isEqualTo(ErrorCode.NO_ENTRY);
    }

    @Test
    void tellsWhatIsThereAlready() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(codeOf(() -> Files.createDirectory(file))).isEqualTo(ErrorCode.EXIST);
        assertThat(codeOf(() -> Files.createLink(file, file))).isEqualTo(ErrorCode.EXIST);
        assertThat(codeOf(() -> Files.createSymbolicLink(file, file))).isEqualTo(ErrorCode.EXIST);
        assertThat(codeOf(() ->
                        Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))))
                .isEqualTo(ErrorCode.EXIST);
    }

    @Test
    void tellsDirectoriesAndFilesApart() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(codeOf(() -> Files.newByteChannel(file.resolve("child")))).isEqualTo(ErrorCode.NOT_DIRECTORY);
        assertThat(codeOf(() -> {
                    try (DirectoryStream<Path> stream = Files.newDirectoryStream(file)) {
                        assertThat(stream).isEmpty();
                    }
                }))
                .isEqualTo(ErrorCode.NOT_DIRECTORY);
        assertThat(codeOf(() -> {
                    try (SeekableByteChannel channel = Files.newByteChannel(folder)) {
                        channel.read(ByteBuffer.allocate(1));
                    }
                }))
                .isEqualTo(ErrorCode.IS_DIRECTORY);
        assertThat(codeOf(() -> Files.newByteChannel(folder, StandardOpenOption.WRITE)))
                .isEqualTo(ErrorCode.IS_DIRECTORY);
    }

    @Test
    void tellsADirectoryThatIsNotEmpty() throws IOException {
        Path parent = Files.createDirectory(folder.resolve("parent"));
        Files.createFile(parent.resolve("child"));
        assertThat(codeOf(() -> Files.delete(parent))).isEqualTo(ErrorCode.NOT_EMPTY);
    }

    @Test
    void tellsLinksThatLeadNowhere() throws IOException {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, link);
        assertThat(codeOf(() -> Files.newByteChannel(link))).isEqualTo(ErrorCode.LOOP);
        assertThat(codeOf(() -> Files.newByteChannel(link, LinkOption.NOFOLLOW_LINKS)))
                .isEqualTo(ErrorCode.LOOP);
        assertThat(codeOf(() -> Files.readSymbolicLink(folder))).isEqualTo(ErrorCode.INVALID);
    }

    @Test
    void tellsANameThatIsTooLong() {
        assertThat(codeOf(() -> Files.createFile(folder.resolve("x".repeat(300)))))
                .isEqualTo(ErrorCode.NAME_TOO_LONG);
    }

    private static Stream<Arguments> exceptions() {
        return Stream.of(
                Arguments.of(new AccessDeniedException("f"), ErrorCode.ACCESS),
                Arguments.of(new FileSystemLoopException("f"), ErrorCode.LOOP),
                Arguments.of(new NotLinkException("f"), ErrorCode.INVALID),
                Arguments.of(new AtomicMoveNotSupportedException("f", "g", "Invalid link"), ErrorCode.CROSS_DEVICE),
                Arguments.of(new FilesystemFailure(ErrorCode.OVERFLOW, "too far"), ErrorCode.OVERFLOW),
                Arguments.of(new FileSystemException("f"), ErrorCode.IO),
                Arguments.of(new IOException(), ErrorCode.IO));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void knowsTheExceptionsOfTheJdk(IOException thrown, ErrorCode expected) {
        assertThat(FilesystemError.of(thrown)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, INSUFFICIENT_SPACE",
        "Disk quota exceeded, QUOTA",
        "Read-only file system, READ_ONLY",
        "File name too long, NAME_TOO_LONG",
        "Is a directory, IS_DIRECTORY",
        "Not a directory, NOT_DIRECTORY",
        "Directory not empty, NOT_EMPTY",
        "Invalid argument, INVALID",
        "Operation not permitted, NOT_PERMITTED",
        "Invalid cross-device link, CROSS_DEVICE",
        "Device or resource busy, BUSY",
        "File too large, FILE_TOO_LARGE",
        "Text file busy, TEXT_FILE_BUSY",
        "Too many links, TOO_MANY_LINKS",
        "Too many levels of symbolic links, LOOP",
        "Too many levels of symbolic links or unable to access attributes of symbolic link, LOOP",
        "Operation not supported, UNSUPPORTED",
        "Cannot allocate memory, INSUFFICIENT_MEMORY",
        "Input/output error, IO",
        "something else, IO"
    })
    void readsTheSystemsTextWhereTheJdkHasNoException(String reason, ErrorCode expected) {
        assertThat(FilesystemError.of(new FileSystemException("f", null, reason)))
                .isEqualTo(expected);
        assertThat(FilesystemError.of(new IOException(reason))).isEqualTo(expected);
    }
}
