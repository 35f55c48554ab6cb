package io.fuscia.wit.wasi.io;

import io.fuscia.wit.bindings.wasi.io.Poll;
import io.fuscia.wit.runtime.HostCall;
import java.util.List;

/** The resource {@code wasi:io/poll.pollable}. */
record GuestPollable(Pollable pollable, Events events) implements Poll.Pollable {
    @Override
    public boolean ready(HostCall call) {
        synchronized (events) {
            return pollable.ready();
        }
    }

    @Override
    public void block(HostCall call) throws InterruptedException {
        events.await(pollable);
    }

    /** {@code wasi:io/poll.poll}; WASI has no code for an empty list. */
    static List<Long> poll(HostCall call, List<Poll.Pollable> in) throws InterruptedException {
        if (in.isEmpty()) {
            throw new IllegalArgumentException("nothing to poll");
        }
        // All are of the same instance.
        Events events = ((GuestPollable) in.get(0)).events();
        return events.awaitAny(
                in.stream().map(each -> ((GuestPollable) each).pollable()).toList());
    }
}
