package io.fuscia.wit.wasi.filesystem;

import io.fuscia.wit.bindings.wasi.clocks.WallClock;
import io.fuscia.wit.bindings.wasi.filesystem.Types;
import io.fuscia.wit.bindings.wasi.filesystem.Types.ErrorCode;
import io.fuscia.wit.wasi.clocks.Datetimes;
import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;

/** An open file or directory. */
abstract class Descriptor {
    private final Filesystem filesystem;
    private final Set<Types.DescriptorFlags> flags;
    private boolean closed;

    Descriptor(Filesystem filesystem, Set<Types.DescriptorFlags> flags) {
        this.filesystem = filesystem;
        this.flags = flags;
    }

    final Filesystem filesystem() {
        return filesystem;
    }

    final Set<Types.DescriptorFlags> flags() {
        return flags;
    }

    abstract Types.DescriptorType kind() throws IOException;

    abstract BasicFileAttributes attributes() throws IOException;

    abstract void setTimes(FileTime accessed, FileTime modified) throws IOException;

    /** @param metadata whether more than the content must be safe */
    abstract void sync(boolean metadata) throws IOException;

    /** @throws FilesystemFailure if this is no directory */
    DirectoryDescriptor directory() throws FilesystemFailure {
        throw new FilesystemFailure(ErrorCode.NOT_DIRECTORY, "not a directory");
    }

    /** @throws FilesystemFailure if this is a directory */
    FileDescriptor file() throws FilesystemFailure {
        throw new FilesystemFailure(ErrorCode.IS_DIRECTORY, "a directory");
    }

    /** Links are not counted, since the JDK does not tell. */
    static Types.DescriptorStat stat(BasicFileAttributes attributes) {
        return new Types.DescriptorStat(
                kind(attributes),
                1,
                attributes.size(),
                time(attributes.lastAccessTime()),
                time(attributes.lastModifiedTime()),
                Optional.empty());
    }

    private static Optional<WallClock.Datetime> time(FileTime time) {
        return Optional.of(Datetimes.of(time.toInstant()));
    }

    static Types.DescriptorType kind(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return Types.DescriptorType.REGULAR_FILE;
        } else if (attributes.isDirectory()) {
            return Types.DescriptorType.DIRECTORY;
        } else if (attributes.isSymbolicLink()) {
            return Types.DescriptorType.SYMBOLIC_LINK;
        }
        return Types.DescriptorType.UNKNOWN;
    }

    /** Tells apart files, and versions of one file. */
    static Types.MetadataHashValue hash(BasicFileAttributes attributes) {
        long key = String.valueOf(attributes.fileKey()).hashCode();
        long version = attributes.lastModifiedTime().toInstant().hashCode();
        return new Types.MetadataHashValue(
                mix(key * 31 + attributes.size()), mix(key ^ version << 32 ^ attributes.size()));
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    final void close() {
        if (!closed) {
            closed = true;
            filesystem.closed(this);
            try {
                closeFiles();
            } catch (IOException e) {
                System.getLogger(Descriptor.class.getName())
                        .log(System.Logger.Level.DEBUG, "closing a guest's file", e);
            }
        }
    }

    abstract void closeFiles() throws IOException;
}
