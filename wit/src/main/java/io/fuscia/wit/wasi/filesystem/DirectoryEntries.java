package io.fuscia.wit.wasi.filesystem;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.Iterator;
import java.util.Optional;

/** The resource {@code wasi:filesystem/types.directory-entry-stream}. */
final class DirectoryEntries {
    private final Filesystem filesystem;
    private final SecureDirectoryStream<Path> stream;
    private final Iterator<Path> names;

    DirectoryEntries(Filesystem filesystem, SecureDirectoryStream<Path> stream) throws IOException {
        this.filesystem = filesystem;
        this.stream = stream;
        this.names = stream.iterator();
        filesystem.opened(this);
    }

    /** Returns the next {@code directory-entry}; those that vanish meanwhile are left out. */
    Optional<Object> next() throws IOException {
        try {
            while (names.hasNext()) {
                Optional<Object> entry = entry(names.next().getFileName().toString());
                if (entry.isPresent()) {
                    return entry;
                }
            }
            return Optional.empty();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private Optional<Object> entry(String name) throws IOException {
        try {
            FileKind kind = FileKind.of(new Place(stream, Path.of(""), name).attributes());
            return Optional.of(new Object[] {kind.number(), name});
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void close() {
        filesystem.closed(this);
        try {
            stream.close();
        } catch (IOException e) {
            System.getLogger(DirectoryEntries.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing a guest's directory", e);
        }
    }
}
