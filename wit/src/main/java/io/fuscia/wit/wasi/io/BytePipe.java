package io.fuscia.wit.wasi.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Bytes on their way between the guest, which must not wait unasked, and a thread that works for it, which may. Holds at
 * most its capacity. Thread-safe; its lock is the instance's {@link Events}.
 */
public final class BytePipe {
    private final Events events;
    private final int capacity;
    private final Deque<byte[]> parts = new ArrayDeque<>();
    private int count;
    private boolean ended;
    private boolean cancelled;
    private IOException failure;

    /** @param capacity bytes that it holds at most */
    public BytePipe(Events events, int capacity) {
        this.events = events;
        this.capacity = capacity;
    }

    /** Nothing more will be written; what is there can still be read. */
    public void end() {
        synchronized (events) {
            ended = true;
            events.changed();
        }
    }

    /** Ends both sides with a failure, which each learns; the first one counts. */
    public void fail(IOException cause) {
        synchronized (events) {
            if (failure == null && !ended) {
                failure = cause;
                events.changed();
            }
        }
    }

    /** Nothing more will be read: what is there is dropped, and writing ends. */
    public void cancel() {
        synchronized (events) {
            cancelled = true;
            parts.clear();
            count = 0;
            events.changed();
        }
    }

    /** Returns whether nobody reads any more. */
    public boolean cancelled() {
        synchronized (events) {
            return cancelled;
        }
    }

    /**
     * Waits until something was written or the writing ended.
     *
     * @return the bytes that were written if they are all there will be, -1 if there may be more
     */
    public long awaitFirst() throws IOException, InterruptedException {
        synchronized (events) {
            events.await(() -> count > 0 || ended || failure != null);
            if (failure != null) {
                throw failure;
            }
            return ended ? count : -1;
        }
    }

    private byte[] take(int most) {
        byte[] first = parts.remove();
        if (first.length > most) {
            parts.addFirst(Arrays.copyOfRange(first, most, first.length));
            first = Arrays.copyOf(first, most);
        }
        count -= first.length;
        events.changed();
        return first;
    }

    private void put(byte[] bytes) {
        parts.add(bytes);
        count += bytes.length;
        events.changed();
    }

    /** The guest's side of reading. */
    public ByteSource source() {
        return new ByteSource() {
            @Override
            public byte[] read(int most) throws IOException {
                synchronized (events) {
                    if (count > 0 && most > 0) {
                        return take(most);
                    }
                    if (count == 0 && failure != null) {
                        throw failure;
                    }
                    return count == 0 && ended ? null : new byte[0];
                }
            }

            @Override
            public boolean ready() {
                synchronized (events) {
                    return count > 0 || ended || failure != null;
                }
            }

            @Override
            public void close() {
                cancel();
            }
        };
    }

    /** The guest's side of writing. Closing it does not end the pipe: whoever owns the stream says how it ended. */
    public ByteSink sink() {
        return new ByteSink() {
            @Override
            public long room() throws IOException {
                synchronized (events) {
                    if (failure != null) {
                        throw failure;
                    }
                    if (ended || cancelled) {
                        throw new ClosedSinkException("nothing more is taken");
                    }
                    return (long) capacity - count;
                }
            }

            @Override
            public void write(byte[] bytes) throws IOException {
                synchronized (events) {
                    if (room() < bytes.length) {
                        throw new IOException("the pipe is full");
                    }
                    if (bytes.length > 0) {
                        put(bytes);
                    }
                }
            }

            @Override
            public boolean ready() {
                synchronized (events) {
                    return count < capacity || ended || cancelled || failure != null;
                }
            }
        };
    }

    /** Writes from a thread that works for the guest; waits for room. Returns false if nobody reads any more. */
    public boolean write(byte[] bytes, int length) throws InterruptedException {
        synchronized (events) {
            events.await(() -> count < capacity || cancelled);
            if (cancelled) {
                return false;
            }
            put(Arrays.copyOf(bytes, length));
            return true;
        }
    }

    /** Reads on a thread that works for the guest; waits for bytes. */
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                synchronized (events) {
                    try {
                        events.await(() -> count > 0 || ended || failure != null);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new InterruptedIOException("interrupted while waiting for the guest");
                    }
                    if (failure != null) {
                        throw failure;
                    }
                    if (count == 0) {
                        return -1;
                    }
                    byte[] bytes = take(length);
                    System.arraycopy(bytes, 0, into, offset, bytes.length);
                    return bytes.length;
                }
            }
        };
    }
}
