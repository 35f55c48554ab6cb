package io.fuscia.wit.wasi.filesystem;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.abi.Tuple;
import io.fuscia.wit.bindings.wasi.filesystem.Types;
import io.fuscia.wit.bindings.wasi.filesystem.Types.ErrorCode;
import io.fuscia.wit.bindings.wasi.io.Streams;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.wasi.clocks.Datetimes;
import io.fuscia.wit.wasi.io.Events;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.util.Objects;
import java.util.Set;

/** The resource {@code wasi:filesystem/types.descriptor}: what is done to it, with failures as error codes. */
record GuestDescriptor(Descriptor descriptor, Events events) implements Types.Descriptor {
    /** Something that is done to a file. */
    private interface Operation<T> {
        T run() throws IOException;
    }

    /** Something that is done to a file and gives nothing. */
    private interface Change {
        void run() throws IOException;
    }

    private static <T> Result<T, ErrorCode> attempt(Operation<T> operation) {
        try {
            return Result.ok(operation.run());
        } catch (IOException e) {
            return Result.err(FilesystemError.of(e));
        }
    }

    private static Result<Void, ErrorCode> change(Change change) {
        try {
            change.run();
            return Result.ok();
        } catch (IOException e) {
            return Result.err(FilesystemError.of(e));
        }
    }

    private static void checkOffset(long offset) throws FilesystemFailure {
        if (offset < 0) {
            throw new FilesystemFailure(ErrorCode.FILE_TOO_LARGE, "too large");
        }
    }

    @Override
    public Result<Streams.InputStream, ErrorCode> readViaStream(HostCall call, long offset) {
        return attempt(() -> events.input(descriptor.file().source(offset)));
    }

    @Override
    public Result<Streams.OutputStream, ErrorCode> writeViaStream(HostCall call, long offset) {
        return attempt(() -> {
            checkOffset(offset);
            return events.output(descriptor.file().sink(offset));
        });
    }

    @Override
    public Result<Streams.OutputStream, ErrorCode> appendViaStream(HostCall call) {
        return attempt(() -> events.output(descriptor.file().sink(-1)));
    }

    /** Advice may be ignored, and is; it must be about a file all the same. */
    @Override
    public Result<Void, ErrorCode> advise(HostCall call, long offset, long length, Types.Advice advice) {
        return change(descriptor::file);
    }

    @Override
    public Result<Void, ErrorCode> syncData(HostCall call) {
        return change(() -> descriptor.sync(false));
    }

    @Override
    public Result<Void, ErrorCode> sync(HostCall call) {
        return change(() -> descriptor.sync(true));
    }

    @Override
    public Result<Set<Types.DescriptorFlags>, ErrorCode> getFlags(HostCall call) {
        return Result.ok(descriptor.flags());
    }

    @Override
    public Result<Types.DescriptorType, ErrorCode> getType(HostCall call) {
        return attempt(descriptor::kind);
    }

    @Override
    public Result<Void, ErrorCode> setSize(HostCall call, long size) {
        return change(() -> descriptor.file().setSize(size));
    }

    @Override
    public Result<Void, ErrorCode> setTimes(HostCall call, Types.NewTimestamp accessed, Types.NewTimestamp modified) {
        return change(() -> descriptor.setTimes(time(accessed), time(modified)));
    }

    @Override
    public Result<Tuple.Of2<byte[], Boolean>, ErrorCode> read(HostCall call, long length, long offset) {
        return attempt(() -> {
            byte[] bytes = descriptor.file().read(length, offset);
            return bytes == null ? new Tuple.Of2<>(new byte[0], length != 0) : new Tuple.Of2<>(bytes, false);
        });
    }

    @Override
    public Result<Long, ErrorCode> write(HostCall call, byte[] buffer, long offset) {
        return attempt(() -> {
            descriptor.file().write(buffer, offset);
            return (long) buffer.length;
        });
    }

    @Override
    public Result<Types.DirectoryEntryStream, ErrorCode> readDirectory(HostCall call) {
        return attempt(() -> {
            descriptor.filesystem().checkCanOpen();
            return descriptor.directory().entries();
        });
    }

    @Override
    public Result<Void, ErrorCode> createDirectoryAt(HostCall call, String path) {
        return change(() -> descriptor.directory().createDirectory(path));
    }

    @Override
    public Result<Types.DescriptorStat, ErrorCode> stat(HostCall call) {
        return attempt(() -> Descriptor.stat(descriptor.attributes()));
    }

    @Override
    public Result<Types.DescriptorStat, ErrorCode> statAt(HostCall call, Set<Types.PathFlags> flags, String path) {
        return attempt(() -> Descriptor.stat(descriptor.directory().attributes(path, follows(flags))));
    }

    @Override
    public Result<Void, ErrorCode> setTimesAt(
            HostCall call,
            Set<Types.PathFlags> flags,
            String path,
            Types.NewTimestamp accessed,
            Types.NewTimestamp modified) {
        return change(() -> descriptor.directory().setTimes(path, follows(flags), time(accessed), time(modified)));
    }

    @Override
    public Result<Void, ErrorCode> linkAt(
            HostCall call, Set<Types.PathFlags> flags, String oldPath, Types.Descriptor target, String newPath) {
        return change(this::refuseLink);
    }

    @Override
    public Result<Void, ErrorCode> symlinkAt(HostCall call, String oldPath, String newPath) {
        return change(this::refuseLink);
    }

    /** A link made by a guest could later mislead whoever else uses the directory. */
    private void refuseLink() throws FilesystemFailure {
        descriptor.directory().checkWritable();
        throw new FilesystemFailure(ErrorCode.NOT_PERMITTED, "guests cannot make links");
    }

    @Override
    public Result<Types.Descriptor, ErrorCode> openAt(
            HostCall call,
            Set<Types.PathFlags> pathFlags,
            String path,
            Set<Types.OpenFlags> openFlags,
            Set<Types.DescriptorFlags> flags) {
        return attempt(() ->
                new GuestDescriptor(descriptor.directory().open(path, follows(pathFlags), openFlags, flags), events));
    }

    @Override
    public Result<String, ErrorCode> readlinkAt(HostCall call, String path) {
        return attempt(() -> descriptor.directory().readLink(path));
    }

    @Override
    public Result<Void, ErrorCode> removeDirectoryAt(HostCall call, String path) {
        return change(() -> descriptor.directory().removeDirectory(path));
    }

    @Override
    public Result<Void, ErrorCode> renameAt(HostCall call, String oldPath, Types.Descriptor target, String newPath) {
        return change(() -> descriptor.directory().rename(oldPath, of(target).directory(), newPath));
    }

    @Override
    public Result<Void, ErrorCode> unlinkFileAt(HostCall call, String path) {
        return change(() -> descriptor.directory().unlinkFile(path));
    }

    @Override
    public boolean isSameObject(HostCall call, Types.Descriptor other) {
        if (descriptor == of(other)) {
            return true;
        }
        try {
            Object key = descriptor.attributes().fileKey();
            return key != null && Objects.equals(key, of(other).attributes().fileKey());
        } catch (IOException e) {
            // Neither has an identity that could be the same.
            return false;
        }
    }

    @Override
    public Result<Types.MetadataHashValue, ErrorCode> metadataHash(HostCall call) {
        return attempt(() -> Descriptor.hash(descriptor.attributes()));
    }

    @Override
    public Result<Types.MetadataHashValue, ErrorCode> metadataHashAt(
            HostCall call, Set<Types.PathFlags> flags, String path) {
        return attempt(() -> Descriptor.hash(descriptor.directory().attributes(path, follows(flags))));
    }

    @Override
    public void drop() {
        descriptor.close();
    }

    private static Descriptor of(Types.Descriptor handle) {
        return ((GuestDescriptor) handle).descriptor();
    }

    private static boolean follows(Set<Types.PathFlags> flags) {
        return flags.contains(Types.PathFlags.SYMLINK_FOLLOW);
    }

    /** Returns null for no change. */
    private FileTime time(Types.NewTimestamp timestamp) throws FilesystemFailure {
        try {
            if (timestamp instanceof Types.NewTimestamp.Timestamp given) {
                return FileTime.from(Datetimes.toInstant(given.value()));
            }
            return timestamp instanceof Types.NewTimestamp.Now
                    ? FileTime.from(descriptor.filesystem().clock().now())
                    : null;
        } catch (DateTimeException e) {
            throw new FilesystemFailure(ErrorCode.OVERFLOW, "no such time");
        }
    }
}
