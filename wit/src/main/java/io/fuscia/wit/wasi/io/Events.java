package io.fuscia.wit.wasi.io;

import io.fuscia.wit.bindings.wasi.io.Poll;
import io.fuscia.wit.bindings.wasi.io.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the guest of one instance waits on: its only lock. Threads that work for the guest change state while they hold it
 * and then call {@link #changed}. Thread-safe.
 */
public final class Events {
    /** Returns what a guest can wait for as the resource that it gets. */
    public Poll.Pollable subscribe(Pollable pollable) {
        return new GuestPollable(pollable, this);
    }

    /** Returns a source as the stream that a guest gets; dropping the stream closes the source. */
    public Streams.InputStream input(ByteSource source) {
        return new GuestInputStream(source, this);
    }

    /** Returns a sink as the stream that a guest gets; dropping the stream closes the sink. */
    public Streams.OutputStream output(ByteSink sink) {
        return new GuestOutputStream(sink, this);
    }

    /** Wakes the guest up to look at what it waits for; call it while holding this object's monitor. */
    public void changed() {
        notifyAll();
    }

    /** Waits until the pollable is ready. */
    public void await(Pollable pollable) throws InterruptedException {
        awaitAny(List.of(pollable));
    }

    /** Waits until at least one is ready; returns the positions of those that are, as {@code list<u32>}. */
    public synchronized List<Long> awaitAny(List<? extends Pollable> pollables) throws InterruptedException {
        while (true) {
            List<Long> ready = new ArrayList<>();
            long nanos = Long.MAX_VALUE;
            for (int i = 0; i < pollables.size(); i++) {
                if (pollables.get(i).ready()) {
                    ready.add((long) i);
                } else {
                    nanos = Math.min(nanos, pollables.get(i).nanosToReady());
                }
            }
            if (!ready.isEmpty()) {
                return ready;
            }
            if (nanos == Long.MAX_VALUE) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, 1));
            }
        }
    }
}
