package io.fuscia.wit.wasi.io;

import java.io.IOException;

/** What an {@code output-stream} writes to. Used by the guest's thread. */
public interface ByteSink {
    /**
     * Returns how many bytes may be written now without waiting; 0 if the guest must wait.
     *
     * @throws ClosedSinkException if nothing more is taken
     * @throws IOException if an earlier write failed
     */
    long room() throws IOException;

    /** Writes at most as many bytes as there is room for. */
    void write(byte[] bytes) throws IOException;

    /** Passes on what was written. */
    default void flush() throws IOException {}

    /** Returns whether there is room, or a failure to report. */
    boolean ready();

    /** The guest no longer writes. */
    default void close() {}
}
