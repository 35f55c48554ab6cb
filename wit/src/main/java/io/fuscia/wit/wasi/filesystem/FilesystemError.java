package io.fuscia.wit.wasi.filesystem;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;

/** The enum {@code wasi:filesystem/types.error-code}, in its order. */
enum FilesystemError {
    ACCESS,
    WOULD_BLOCK,
    ALREADY,
    BAD_DESCRIPTOR,
    BUSY,
    DEADLOCK,
    QUOTA,
    EXIST,
    FILE_TOO_LARGE,
    ILLEGAL_BYTE_SEQUENCE,
    IN_PROGRESS,
    INTERRUPTED,
    INVALID,
    IO,
    IS_DIRECTORY,
    LOOP,
    TOO_MANY_LINKS,
    MESSAGE_SIZE,
    NAME_TOO_LONG,
    NO_DEVICE,
    NO_ENTRY,
    NO_LOCK,
    INSUFFICIENT_MEMORY,
    INSUFFICIENT_SPACE,
    NOT_DIRECTORY,
    NOT_EMPTY,
    NOT_RECOVERABLE,
    UNSUPPORTED,
    NO_TTY,
    NO_SUCH_DEVICE,
    OVERFLOW,
    NOT_PERMITTED,
    PIPE,
    READ_ONLY,
    INVALID_SEEK,
    TEXT_FILE_BUSY,
    CROSS_DEVICE;

    /** Its number in the component model, which counts cases in the order written. */
    @SuppressWarnings("EnumOrdinal")
    int number() {
        return ordinal();
    }

    /** What the JDK's exceptions mean; where it has none of its own, the system's text tells. */
    static FilesystemError of(IOException thrown) {
        if (thrown instanceof FilesystemFailure failure) {
            return failure.error();
        } else if (thrown instanceof NoSuchFileException) {
            return NO_ENTRY;
        } else if (thrown instanceof FileAlreadyExistsException) {
            return EXIST;
        } else if (thrown instanceof AccessDeniedException) {
            return ACCESS;
        } else if (thrown instanceof NotDirectoryException) {
            return NOT_DIRECTORY;
        } else if (thrown instanceof DirectoryNotEmptyException) {
            return NOT_EMPTY;
        } else if (thrown instanceof FileSystemLoopException) {
            return LOOP;
        } else if (thrown instanceof NotLinkException) {
            return INVALID;
        } else if (thrown instanceof AtomicMoveNotSupportedException) {
            return CROSS_DEVICE;
        }
        String reason = thrown instanceof FileSystemException system ? system.getReason() : thrown.getMessage();
        return reason == null ? IO : ofReason(reason);
    }

    private static FilesystemError ofReason(String reason) {
        // The JDK appends remarks of its own where it opens without following links.
        if (reason.startsWith("Too many levels of symbolic links")) {
            return LOOP;
        }
        return switch (reason) {
            case "No space left on device" -> INSUFFICIENT_SPACE;
            case "Disk quota exceeded" -> QUOTA;
            case "Read-only file system" -> READ_ONLY;
            case "File name too long" -> NAME_TOO_LONG;
            case "Is a directory" -> IS_DIRECTORY;
            case "Not a directory" -> NOT_DIRECTORY;
            case "Directory not empty" -> NOT_EMPTY;
            case "Invalid argument" -> INVALID;
            case "Operation not permitted" -> NOT_PERMITTED;
            case "Invalid cross-device link" -> CROSS_DEVICE;
            case "Device or resource busy" -> BUSY;
            default -> IO;
        };
    }
}
