package io.fuscia.wit.wasi.filesystem;

import io.fuscia.wit.bindings.wasi.filesystem.Types;
import io.fuscia.wit.bindings.wasi.filesystem.Types.ErrorCode;
import io.fuscia.wit.wasi.io.ByteSink;
import io.fuscia.wit.wasi.io.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Set;

/** An open regular file. */
final class FileDescriptor extends Descriptor {
    private static final int MOST = 256 * 1024;

    private final FileChannel channel;
    private final Place place;
    private final Object key;

    /** @param place where it was opened; closed with this descriptor */
    FileDescriptor(Filesystem filesystem, Set<Types.DescriptorFlags> flags, FileChannel channel, Place place)
            throws IOException {
        super(filesystem, flags);
        this.channel = channel;
        this.place = place;
        this.key = place.attributes().fileKey();
    }

    @Override
    FileDescriptor file() {
        return this;
    }

    @Override
    Types.DescriptorType kind() {
        return Types.DescriptorType.REGULAR_FILE;
    }

    @Override
    BasicFileAttributes attributes() throws IOException {
        BasicFileAttributes attributes = place.attributes();
        if (key != null && !key.equals(attributes.fileKey())) {
            throw new FilesystemFailure(ErrorCode.NO_ENTRY, "the file was replaced");
        }
        return attributes;
    }

    @Override
    void setTimes(FileTime accessed, FileTime modified) throws IOException {
        checkWritable();
        attributes();
        place.view().setTimes(modified, accessed, null);
    }

    @Override
    void sync(boolean metadata) throws IOException {
        channel.force(metadata);
    }

    void setSize(long size) throws IOException {
        checkWritable();
        long now = channel.size();
        if (size < 0) {
            throw new FilesystemFailure(ErrorCode.FILE_TOO_LARGE, "too large");
        } else if (size < now) {
            channel.truncate(size);
        } else if (size > now) {
            filesystem().charge(size - now);
            channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
        }
    }

    private void checkWritable() throws FilesystemFailure {
        if (!flags().contains(Types.DescriptorFlags.WRITE)) {
            throw new FilesystemFailure(ErrorCode.BAD_DESCRIPTOR, "not open for writing");
        }
    }

    private void checkReadable() throws FilesystemFailure {
        if (!flags().contains(Types.DescriptorFlags.READ)) {
            throw new FilesystemFailure(ErrorCode.BAD_DESCRIPTOR, "not open for reading");
        }
    }

    /** Returns the bytes at an offset, null at the end. */
    byte[] read(long most, long offset) throws IOException {
        checkReadable();
        if (offset < 0) {
            return null;
        }
        int length = most < 0 || most > MOST ? MOST : (int) most;
        byte[] bytes = new byte[length];
        int count = channel.read(ByteBuffer.wrap(bytes), offset);
        return count < 0 ? null : count == length ? bytes : Arrays.copyOf(bytes, count);
    }

    void write(byte[] bytes, long offset) throws IOException {
        checkWritable();
        if (offset < 0 || offset > Long.MAX_VALUE - bytes.length) {
            throw new FilesystemFailure(ErrorCode.FILE_TOO_LARGE, "too large");
        }
        filesystem().charge(Math.max(bytes.length, offset + bytes.length - channel.size()));
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, offset + buffer.position());
        }
    }

    ByteSource source(long offset) throws IOException {
        checkReadable();
        return new ByteSource() {
            private long position = offset;

            @Override
            public byte[] read(int most) throws IOException {
                byte[] bytes = FileDescriptor.this.read(most, position);
                position += bytes == null ? 0 : bytes.length;
                return bytes;
            }

            @Override
            public boolean ready() {
                return true;
            }
        };
    }

    /** @param offset where to write; -1 for always the end */
    ByteSink sink(long offset) throws IOException {
        checkWritable();
        return new ByteSink() {
            private long position = offset;

            @Override
            public long room() {
                return MOST;
            }

            @Override
            public void write(byte[] bytes) throws IOException {
                if (offset == -1) {
                    FileDescriptor.this.write(bytes, channel.size());
                } else {
                    FileDescriptor.this.write(bytes, position);
                    position += bytes.length;
                }
            }

            @Override
            public boolean ready() {
                return true;
            }
        };
    }

    @Override
    void closeFiles() throws IOException {
        channel.close();
        place.close();
    }
}
