package io.fuscia.wit.wasi.io;

import io.fuscia.wit.bindings.wasi.io.Error;
import io.fuscia.wit.bindings.wasi.io.Poll;
import io.fuscia.wit.bindings.wasi.io.Streams;
import io.fuscia.wit.runtime.HostImports;

/** All of {@code wasi:io}. */
public final class IoImports {
    private IoImports() {}

    /** Adds the interfaces; what they do is up to the streams and pollables that an instance gets elsewhere. */
    public static void addTo(HostImports.Builder imports) {
        Error.addTo(imports);
        Poll.addTo(imports, GuestPollable::poll);
        Streams.addTo(imports);
    }
}
