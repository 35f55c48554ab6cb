package io.fuscia.wit.wasi.filesystem;

import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.abi.VariantValue;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostFunction;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.HostResource;
import io.fuscia.wit.wasi.clocks.Datetime;
import io.fuscia.wit.wasi.io.IoError;
import io.fuscia.wit.wasi.io.IoResources;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** {@code wasi:filesystem/types} and {@code preopens}. */
public final class FilesystemImports {
    private static final HostResource<Descriptor> DESCRIPTOR =
            HostResource.of("descriptor", Descriptor.class, Descriptor::close);
    private static final HostResource<DirectoryEntries> ENTRIES =
            HostResource.of("directory-entry-stream", DirectoryEntries.class, DirectoryEntries::close);
    private static final int SYMLINK_FOLLOW = 1;

    private FilesystemImports() {}

    /** What a function does with its descriptor; failures become error codes. */
    private interface Operation {
        Object apply(Descriptor descriptor, Object[] args) throws IOException;
    }

    /**
     * Adds the interfaces.
     *
     * @param filesystem the files of a call's instance
     */
    public static void addTo(HostImports.Builder imports, String version, Function<HostCall, Filesystem> filesystem) {
        imports.instance("wasi:filesystem/preopens@" + version)
                .resource("descriptor", DESCRIPTOR)
                .function(
                        "get-directories",
                        (call, args) -> filesystem.apply(call).directories());
        HostImports.InstanceBuilder types = imports.instance("wasi:filesystem/types@" + version)
                .resource("descriptor", DESCRIPTOR)
                .resource("directory-entry-stream", ENTRIES)
                .resource("error", IoResources.ERROR)
                .resource("input-stream", IoResources.INPUT_STREAM)
                .resource("output-stream", IoResources.OUTPUT_STREAM)
                .function("filesystem-error-code", (call, args) -> errorCode((IoError) args[0]))
                .function("[method]directory-entry-stream.read-directory-entry", (call, args) -> {
                    try {
                        return ResultValue.ok(((DirectoryEntries) args[0]).next());
                    } catch (IOException e) {
                        return ResultValue.err(FilesystemError.of(e).number());
                    }
                });
        addFileMethods(types);
        addDescriptorMethods(types);
        addDirectoryMethods(types);
    }

    private static Optional<Object> errorCode(IoError error) {
        boolean ours = error.cause() instanceof java.nio.file.FileSystemException
                || error.cause() instanceof FilesystemFailure;
        return ours ? Optional.of(FilesystemError.of(error.cause()).number()) : Optional.empty();
    }

    private static void add(HostImports.InstanceBuilder types, String method, Operation operation) {
        HostFunction function = (call, args) -> {
            try {
                return ResultValue.ok(operation.apply((Descriptor) args[0], args));
            } catch (IOException e) {
                return ResultValue.err(FilesystemError.of(e).number());
            }
        };
        types.function("[method]descriptor." + method, function);
    }

    private static void addFileMethods(HostImports.InstanceBuilder types) {
        add(types, "read-via-stream", (file, args) -> file.file().source((Long) args[1]));
        add(types, "write-via-stream", (file, args) -> {
            checkOffset((Long) args[1]);
            return file.file().sink((Long) args[1]);
        });
        add(types, "append-via-stream", (file, args) -> file.file().sink(-1));
        add(types, "advise", (file, args) -> {
            file.file();
            return null;
        });
        add(types, "set-size", (file, args) -> {
            file.file().setSize((Long) args[1]);
            return null;
        });
        add(types, "read", (file, args) -> {
            long most = (Long) args[1];
            byte[] bytes = file.file().read(most, (Long) args[2]);
            return bytes == null ? new Object[] {new byte[0], most != 0} : new Object[] {bytes, false};
        });
        add(types, "write", (file, args) -> {
            byte[] bytes = (byte[]) args[1];
            file.file().write(bytes, (Long) args[2]);
            return (long) bytes.length;
        });
    }

    private static void checkOffset(long offset) throws FilesystemFailure {
        if (offset < 0) {
            throw new FilesystemFailure(FilesystemError.FILE_TOO_LARGE, "too large");
        }
    }

    private static void addDescriptorMethods(HostImports.InstanceBuilder types) {
        Operation sync = (file, args) -> {
            file.sync();
            return null;
        };
        add(types, "sync", sync);
        add(types, "sync-data", sync);
        add(types, "get-flags", (file, args) -> file.flags());
        add(types, "get-type", (file, args) -> file.kind().number());
        add(types, "stat", (file, args) -> file.stat());
        add(types, "metadata-hash", (file, args) -> Descriptor.hash(file.attributes()));
        add(types, "set-times", (file, args) -> {
            file.setTimes(time(file, args[1]), time(file, args[2]));
            return null;
        });
        types.function(
                "[method]descriptor.is-same-object",
                (call, args) -> isSame((Descriptor) args[0], (Descriptor) args[1]));
    }

    private static boolean isSame(Descriptor one, Descriptor other) {
        if (one == other) {
            return true;
        }
        try {
            Object key = one.attributes().fileKey();
            return key != null && Objects.equals(key, other.attributes().fileKey());
        } catch (IOException e) {
            // Neither has an identity that could be the same.
            return false;
        }
    }

    private static void addDirectoryMethods(HostImports.InstanceBuilder types) {
        add(types, "read-directory", (file, args) -> {
            file.filesystem().checkCanOpen();
            return file.directory().entries();
        });
        add(types, "create-directory-at", (file, args) -> {
            file.directory().createDirectory((String) args[1]);
            return null;
        });
        add(
                types,
                "stat-at",
                (file, args) -> Descriptor.stat(file.directory().attributes((String) args[2], follows(args[1]))));
        add(
                types,
                "metadata-hash-at",
                (file, args) -> Descriptor.hash(file.directory().attributes((String) args[2], follows(args[1]))));
        add(types, "set-times-at", (file, args) -> {
            file.directory().setTimes((String) args[2], follows(args[1]), time(file, args[3]), time(file, args[4]));
            return null;
        });
        add(types, "open-at", (file, args) -> file.directory()
                .open((String) args[2], follows(args[1]), (Integer) args[3], (Integer) args[4]));
        add(types, "readlink-at", (file, args) -> file.directory().readLink((String) args[1]));
        add(types, "remove-directory-at", (file, args) -> {
            file.directory().removeDirectory((String) args[1]);
            return null;
        });
        add(types, "rename-at", (file, args) -> {
            DirectoryDescriptor target = ((Descriptor) args[2]).directory();
            file.directory().rename((String) args[1], target, (String) args[3]);
            return null;
        });
        add(types, "unlink-file-at", (file, args) -> {
            file.directory().unlinkFile((String) args[1]);
            return null;
        });
        // A link made by a guest could later mislead whoever else uses the directory.
        Operation refused = (file, args) -> {
            file.directory().checkWritable();
            throw new FilesystemFailure(FilesystemError.NOT_PERMITTED, "guests cannot make links");
        };
        add(types, "link-at", refused);
        add(types, "symlink-at", refused);
    }

    private static boolean follows(Object pathFlags) {
        return ((Integer) pathFlags & SYMLINK_FOLLOW) != 0;
    }

    /** {@code new-timestamp}; null for no change. */
    private static FileTime time(Descriptor file, Object value) throws FilesystemFailure {
        VariantValue timestamp = (VariantValue) value;
        try {
            return switch (timestamp.discriminant()) {
                case 0 -> null;
                case 1 -> FileTime.from(file.filesystem().clock().now());
                default -> FileTime.from(Datetime.toInstant(timestamp.payload()));
            };
        } catch (DateTimeException e) {
            throw new FilesystemFailure(FilesystemError.OVERFLOW, "no such time");
        }
    }
}
