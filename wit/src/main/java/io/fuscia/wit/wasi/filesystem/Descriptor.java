package io.fuscia.wit.wasi.filesystem;

import io.fuscia.wit.wasi.clocks.Datetime;
import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** The resource {@code wasi:filesystem/types.descriptor}: an open file or directory. */
abstract class Descriptor {
    static final int READ = 1;
    static final int WRITE = 1 << 1;
    static final int MUTATE_DIRECTORY = 1 << 5;

    private final Filesystem filesystem;
    private final int flags;
    private boolean closed;

    Descriptor(Filesystem filesystem, int flags) {
        this.filesystem = filesystem;
        this.flags = flags;
    }

    final Filesystem filesystem() {
        return filesystem;
    }

    /** {@code descriptor-flags} */
    final int flags() {
        return flags;
    }

    abstract FileKind kind() throws IOException;

    abstract BasicFileAttributes attributes() throws IOException;

    abstract void setTimes(FileTime accessed, FileTime modified) throws IOException;

    abstract void sync() throws IOException;

    /** @throws FilesystemFailure if this is no directory */
    DirectoryDescriptor directory() throws FilesystemFailure {
        throw new FilesystemFailure(FilesystemError.NOT_DIRECTORY, "not a directory");
    }

    /** @throws FilesystemFailure if this is a directory */
    FileDescriptor file() throws FilesystemFailure {
        throw new FilesystemFailure(FilesystemError.IS_DIRECTORY, "a directory");
    }

    /** {@code descriptor-stat} */
    final Object[] stat() throws IOException {
        return stat(attributes());
    }

    /** {@code descriptor-stat}; links are not counted, since the JDK does not tell. */
    static Object[] stat(BasicFileAttributes attributes) {
        return new Object[] {
            FileKind.of(attributes).number(),
            1L,
            attributes.size(),
            time(attributes.lastAccessTime()),
            time(attributes.lastModifiedTime()),
            java.util.Optional.empty()
        };
    }

    private static Object time(FileTime time) {
        return java.util.Optional.of(Datetime.of(time.toInstant()));
    }

    /** {@code metadata-hash-value}: tells apart files, and versions of one file. */
    static Object[] hash(BasicFileAttributes attributes) {
        long key = String.valueOf(attributes.fileKey()).hashCode();
        long version = attributes.lastModifiedTime().toInstant().hashCode();
        return new Object[] {mix(key * 31 + attributes.size()), mix(key ^ version << 32 ^ attributes.size())};
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
