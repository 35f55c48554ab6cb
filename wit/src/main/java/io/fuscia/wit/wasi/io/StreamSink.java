package io.fuscia.wit.wasi.io;

import java.io.IOException;
import java.io.OutputStream;

/** Writes to a Java stream that does not block for long, up to a number of bytes. */
public final class StreamSink implements ByteSink {
    private static final int STEP = 64 * 1024;

    private final OutputStream output;
    private long left;

    /**
     * @param output not closed by this class
     * @param limit bytes after which writing fails
     */
    public StreamSink(OutputStream output, long limit) {
        this.output = output;
        this.left = limit;
    }

    @Override
    public long room() throws IOException {
        if (left == 0) {
            throw new IOException("no more output is allowed");
        }
        return Math.min(left, STEP);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        if (bytes.length > left) {
            throw new IOException("no more output is allowed");
        }
        left -= bytes.length;
        output.write(bytes);
    }

    @Override
    public void flush() throws IOException {
        output.flush();
    }

    @Override
    public boolean ready() {
        return true;
    }
}
