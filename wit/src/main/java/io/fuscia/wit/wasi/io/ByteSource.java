package io.fuscia.wit.wasi.io;

import java.io.IOException;

/** What an {@code input-stream} reads from. Used by the guest's thread. */
public interface ByteSource {
    /**
     * Reads what is there, without waiting if {@link #ready} tells when something is.
     *
     * @param most how many bytes at most
     * @return the bytes, none if there are none yet; null at the end
     */
    byte[] read(int most) throws IOException;

    /** Returns whether a read would give bytes, the end or a failure. */
    boolean ready();

    /** The guest no longer reads. */
    default void close() {}
}
