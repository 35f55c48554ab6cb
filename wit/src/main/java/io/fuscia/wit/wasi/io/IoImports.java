package io.fuscia.wit.wasi.io;

import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import java.util.List;
import java.util.function.Function;

/** {@code wasi:io/error} and {@code wasi:io/poll}. */
public final class IoImports {
    private IoImports() {}

    /**
     * Adds all of {@code wasi:io}.
     *
     * @param version the newest that is offered, such as {@code 0.2.12}
     * @param events the lock of a call's instance
     */
    public static void addTo(HostImports.Builder imports, String version, Function<HostCall, Events> events) {
        imports.instance("wasi:io/error@" + version)
                .resource("error", IoResources.ERROR)
                .function("[method]error.to-debug-string", (call, args) -> ((IoError) args[0]).debugString());
        imports.instance("wasi:io/poll@" + version)
                .resource("pollable", IoResources.POLLABLE)
                .function("[method]pollable.ready", (call, args) -> {
                    Events lock = events.apply(call);
                    synchronized (lock) {
                        return ((Pollable) args[0]).ready();
                    }
                })
                .function("[method]pollable.block", (call, args) -> {
                    events.apply(call).await((Pollable) args[0]);
                    return null;
                })
                .function("poll", (call, args) -> {
                    List<Pollable> pollables = ((List<?>) args[0])
                            .stream().map(Pollable.class::cast).toList();
                    if (pollables.isEmpty()) {
                        throw new IllegalArgumentException("nothing to poll");
                    }
                    return events.apply(call).awaitAny(pollables);
                });
        new StreamImports(events).addTo(imports.instance("wasi:io/streams@" + version));
    }
}
