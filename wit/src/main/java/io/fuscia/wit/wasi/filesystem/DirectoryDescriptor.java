package io.fuscia.wit.wasi.filesystem;

import static io.fuscia.wit.bindings.wasi.filesystem.Types.DescriptorFlags.DATA_INTEGRITY_SYNC;
import static io.fuscia.wit.bindings.wasi.filesystem.Types.DescriptorFlags.FILE_INTEGRITY_SYNC;
import static io.fuscia.wit.bindings.wasi.filesystem.Types.DescriptorFlags.MUTATE_DIRECTORY;
import static io.fuscia.wit.bindings.wasi.filesystem.Types.DescriptorFlags.READ;
import static io.fuscia.wit.bindings.wasi.filesystem.Types.DescriptorFlags.REQUESTED_WRITE_SYNC;
import static io.fuscia.wit.bindings.wasi.filesystem.Types.DescriptorFlags.WRITE;
import static io.fuscia.wit.bindings.wasi.filesystem.Types.OpenFlags.CREATE;
import static io.fuscia.wit.bindings.wasi.filesystem.Types.OpenFlags.DIRECTORY;
import static io.fuscia.wit.bindings.wasi.filesystem.Types.OpenFlags.EXCLUSIVE;
import static io.fuscia.wit.bindings.wasi.filesystem.Types.OpenFlags.TRUNCATE;

import io.fuscia.wit.bindings.wasi.filesystem.Types;
import io.fuscia.wit.bindings.wasi.filesystem.Types.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** An open directory, from which everything below it is reached. */
final class DirectoryDescriptor extends Descriptor {
    private final SecureDirectoryStream<Path> stream;
    private final Path path;
    private final boolean writable;

    DirectoryDescriptor(Filesystem filesystem, SecureDirectoryStream<Path> stream, Path path, boolean writable) {
        super(filesystem, writable ? EnumSet.of(READ, MUTATE_DIRECTORY) : EnumSet.of(READ));
        this.stream = stream;
        this.path = path;
        this.writable = writable;
    }

    @Override
    DirectoryDescriptor directory() {
        return this;
    }

    @Override
    Types.DescriptorType kind() {
        return Types.DescriptorType.DIRECTORY;
    }

    private Place itself() {
        return new Place(stream, path, Place.ITSELF);
    }

    @Override
    BasicFileAttributes attributes() throws IOException {
        return itself().attributes();
    }

    @Override
    void setTimes(FileTime accessed, FileTime modified) throws IOException {
        checkWritable();
        itself().view().setTimes(modified, accessed, null);
    }

    /** The JDK cannot sync a directory; its entries are as durable as the file system makes them. */
    @Override
    void sync(boolean metadata) {}

    void checkWritable() throws FilesystemFailure {
        if (!writable) {
            throw new FilesystemFailure(ErrorCode.READ_ONLY, "the directory was granted for reading only");
        }
    }

    private Place place(String below, boolean follow) throws IOException {
        return PathWalk.resolve(stream, path, below, follow);
    }

    /** Resolves a path whose last name is to be made, removed or moved. */
    private Place entry(String below) throws IOException {
        checkWritable();
        Place place = place(below, false);
        if (place.isItself()) {
            place.close();
            throw new FilesystemFailure(ErrorCode.INVALID, "the path ends in no name");
        }
        return place;
    }

    BasicFileAttributes attributes(String below, boolean follow) throws IOException {
        try (Place place = place(below, follow)) {
            return place.attributes();
        }
    }

    void setTimes(String below, boolean follow, FileTime accessed, FileTime modified) throws IOException {
        checkWritable();
        try (Place place = place(below, follow)) {
            place.view().setTimes(modified, accessed, null);
        }
    }

    void createDirectory(String below) throws IOException {
        try (Place place = entry(below)) {
            Files.createDirectory(place.path());
        }
    }

    void removeDirectory(String below) throws IOException {
        try (Place place = entry(below)) {
            if (!place.attributes().isDirectory()) {
                throw new FilesystemFailure(ErrorCode.NOT_DIRECTORY, "not a directory");
            }
            stream(place).deleteDirectory(place.relative());
        }
    }

    void unlinkFile(String below) throws IOException {
        try (Place place = entry(below)) {
            if (place.attributes().isDirectory()) {
                throw new FilesystemFailure(ErrorCode.IS_DIRECTORY, "a directory");
            }
            stream(place).deleteFile(place.relative());
        }
    }

    private static SecureDirectoryStream<Path> stream(Place place) {
        return place.directory();
    }

    void rename(String below, DirectoryDescriptor target, String targetBelow) throws IOException {
        try (Place from = entry(below);
                Place to = target.entry(targetBelow)) {
            from.directory().move(from.relative(), to.directory(), to.relative());
        }
    }

    String readLink(String below) throws IOException {
        try (Place place = place(below, false)) {
            if (!place.attributes().isSymbolicLink()) {
                throw new FilesystemFailure(ErrorCode.INVALID, "not a link");
            }
            Path target = Files.readSymbolicLink(place.path());
            if (target.isAbsolute()) {
                throw new FilesystemFailure(ErrorCode.NOT_PERMITTED, "the link leads outside");
            }
            return target.toString();
        }
    }

    /** Returns the entries from the start, as many times as asked. */
    DirectoryEntries entries() throws IOException {
        return new DirectoryEntries(filesystem(), itself().openDirectory());
    }

    Descriptor open(String below, boolean follow, Set<Types.OpenFlags> openFlags, Set<Types.DescriptorFlags> asked)
            throws IOException {
        boolean changes = asked.contains(WRITE)
                || asked.contains(MUTATE_DIRECTORY)
                || openFlags.contains(CREATE)
                || openFlags.contains(TRUNCATE);
        if (changes) {
            checkWritable();
        }
        boolean trailing = below.endsWith("/");
        filesystem().checkCanOpen();
        Place place = place(below, follow);
        boolean handedOver = false;
        try {
            Descriptor descriptor = open(place, openFlags.contains(DIRECTORY) || trailing, openFlags, asked);
            handedOver = descriptor instanceof FileDescriptor;
            return descriptor;
        } finally {
            if (!handedOver) {
                place.close();
            }
        }
    }

    private Descriptor open(
            Place place, boolean directoryWanted, Set<Types.OpenFlags> openFlags, Set<Types.DescriptorFlags> asked)
            throws IOException {
        BasicFileAttributes found;
        try {
            found = place.attributes();
        } catch (NoSuchFileException e) {
            if (!openFlags.contains(CREATE) || directoryWanted) {
                throw e;
            }
            found = null;
        }
        if (found != null && openFlags.contains(CREATE) && openFlags.contains(EXCLUSIVE)) {
            throw new FilesystemFailure(ErrorCode.EXIST, "it exists");
        }
        if (found != null && found.isDirectory()) {
            if (asked.contains(WRITE) || openFlags.contains(CREATE) || openFlags.contains(TRUNCATE)) {
                throw new FilesystemFailure(ErrorCode.IS_DIRECTORY, "a directory");
            }
            return filesystem()
                    .opened(new DirectoryDescriptor(filesystem(), place.openDirectory(), place.path(), writable));
        }
        if (directoryWanted) {
            throw new FilesystemFailure(ErrorCode.NOT_DIRECTORY, "not a directory");
        }
        if (found != null && found.isSymbolicLink()) {
            throw new FilesystemFailure(ErrorCode.LOOP, "a link");
        }
        if (found != null && !found.isRegularFile()) {
            throw new FilesystemFailure(ErrorCode.NOT_PERMITTED, "neither a file nor a directory");
        }
        return openFile(place, openFlags, asked);
    }

    private Descriptor openFile(Place place, Set<Types.OpenFlags> openFlags, Set<Types.DescriptorFlags> asked)
            throws IOException {
        Set<OpenOption> options = new HashSet<>();
        options.add(LinkOption.NOFOLLOW_LINKS);
        boolean write = asked.contains(WRITE);
        if (write) {
            options.add(StandardOpenOption.WRITE);
        }
        if (asked.contains(READ) || !write) {
            options.add(StandardOpenOption.READ);
        }
        if (openFlags.contains(CREATE) || openFlags.contains(TRUNCATE)) {
            // The JDK ignores these without WRITE; the descriptor's flags still say what the guest may do.
            options.add(StandardOpenOption.WRITE);
        }
        if (openFlags.contains(CREATE)) {
            options.add(openFlags.contains(EXCLUSIVE) ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
        }
        if (openFlags.contains(TRUNCATE)) {
            options.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        if (asked.contains(FILE_INTEGRITY_SYNC)) {
            options.add(StandardOpenOption.SYNC);
        } else if (asked.contains(DATA_INTEGRITY_SYNC)) {
            options.add(StandardOpenOption.DSYNC);
        }
        SeekableByteChannel channel = place.directory().newByteChannel(place.relative(), options);
        if (!(channel instanceof FileChannel file)) {
            channel.close();
            throw new FilesystemFailure(ErrorCode.UNSUPPORTED, "files here cannot be read at an offset");
        }
        return filesystem().opened(new FileDescriptor(filesystem(), ofFile(asked), file, place));
    }

    /** Requests for reads to be synchronised are not honoured, which WASI leaves to the host. */
    private static Set<Types.DescriptorFlags> ofFile(Set<Types.DescriptorFlags> asked) {
        Set<Types.DescriptorFlags> flags = EnumSet.noneOf(Types.DescriptorFlags.class);
        flags.addAll(asked);
        flags.remove(MUTATE_DIRECTORY);
        flags.remove(REQUESTED_WRITE_SYNC);
        return flags;
    }

    @Override
    void closeFiles() throws IOException {
        stream.close();
    }
}
