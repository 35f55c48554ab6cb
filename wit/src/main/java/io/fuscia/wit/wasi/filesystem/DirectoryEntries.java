package io.fuscia.wit.wasi.filesystem;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.bindings.wasi.filesystem.Types;
import io.fuscia.wit.bindings.wasi.filesystem.Types.ErrorCode;
import io.fuscia.wit.runtime.HostCall;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.Iterator;
import java.util.Optional;

/** The resource {@code wasi:filesystem/types.directory-entry-stream}. */
final class DirectoryEntries implements Types.DirectoryEntryStream {
    private final Filesystem filesystem;
    private final SecureDirectoryStream<Path> stream;
    private final Iterator<Path> names;

    DirectoryEntries(Filesystem filesystem, SecureDirectoryStream<Path> stream) throws IOException {
        this.filesystem = filesystem;
        this.stream = stream;
        this.names = stream.iterator();
        filesystem.opened(this);
    }

    @Override
    public Result<Optional<Types.DirectoryEntry>, ErrorCode> readDirectoryEntry(HostCall call) {
        try {
            return Result.ok(next());
        } catch (IOException e) {
            return Result.err(FilesystemError.of(e));
        }
    }

    @Override
    public void drop() {
        close();
    }

    /** Returns the next entry; those that vanish meanwhile are left out. */
    Optional<Types.DirectoryEntry> next() throws IOException {
        try {
            while (names.hasNext()) {
                Optional<Types.DirectoryEntry> entry =
                        entry(names.next().getFileName().toString());
                if (entry.isPresent()) {
                    return entry;
                }
            }
            return Optional.empty();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private Optional<Types.DirectoryEntry> entry(String name) throws IOException {
        try {
            Types.DescriptorType kind = Descriptor.kind(new Place(stream, Path.of(""), name).attributes());
            return Optional.of(new Types.DirectoryEntry(kind, name));
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
