package io.fuscia.wit.wasi.filesystem;

import io.fuscia.wit.bindings.wasi.filesystem.Types.ErrorCode;
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

/** Which of WASI's error codes a failure is. */
final class FilesystemError {
    private FilesystemError() {}

    /** What the JDK's exceptions mean; where it has none of its own, the system's text tells. */
    static ErrorCode of(IOException thrown) {
        if (thrown instanceof FilesystemFailure failure) {
            return failure.error();
        } else if (thrown instanceof NoSuchFileException) {
            return ErrorCode.NO_ENTRY;
        } else if (thrown instanceof FileAlreadyExistsException) {
            return ErrorCode.EXIST;
        } else if (thrown instanceof AccessDeniedException) {
            return ErrorCode.ACCESS;
        } else if (thrown instanceof NotDirectoryException) {
            return ErrorCode.NOT_DIRECTORY;
        } else if (thrown instanceof DirectoryNotEmptyException) {
            return ErrorCode.NOT_EMPTY;
        } else if (thrown instanceof FileSystemLoopException) {
            return ErrorCode.LOOP;
        } else if (thrown instanceof NotLinkException) {
            return ErrorCode.INVALID;
        } else if (thrown instanceof AtomicMoveNotSupportedException) {
            return ErrorCode.CROSS_DEVICE;
        }
        String reason = thrown instanceof FileSystemException system ? system.getReason() : thrown.getMessage();
        return reason == null ? ErrorCode.IO : ofReason(reason);
    }

    private static ErrorCode ofReason(String reason) {
        // The JDK appends remarks of its own where it opens without following links.
        if (reason.startsWith("Too many levels of symbolic links")) {
            return ErrorCode.LOOP;
        }
        return switch (reason) {
            case "No space left on device" -> ErrorCode.INSUFFICIENT_SPACE;
            case "Disk quota exceeded" -> ErrorCode.QUOTA;
            case "Read-only file system" -> ErrorCode.READ_ONLY;
            case "File name too long" -> ErrorCode.NAME_TOO_LONG;
            case "Is a directory" -> ErrorCode.IS_DIRECTORY;
            case "Not a directory" -> ErrorCode.NOT_DIRECTORY;
            case "Directory not empty" -> ErrorCode.NOT_EMPTY;
            case "Invalid argument" -> ErrorCode.INVALID;
            case "Operation not permitted" -> ErrorCode.NOT_PERMITTED;
            case "Invalid cross-device link" -> ErrorCode.CROSS_DEVICE;
            case "Device or resource busy" -> ErrorCode.BUSY;
            case "File too large" -> ErrorCode.FILE_TOO_LARGE;
            case "Text file busy" -> ErrorCode.TEXT_FILE_BUSY;
            case "Too many links" -> ErrorCode.TOO_MANY_LINKS;
            case "Operation not supported" -> ErrorCode.UNSUPPORTED;
            case "Cannot allocate memory" -> ErrorCode.INSUFFICIENT_MEMORY;
            default -> ErrorCode.IO;
        };
    }
}
