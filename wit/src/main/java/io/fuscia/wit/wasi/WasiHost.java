package io.fuscia.wit.wasi;

import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.wasi.cli.CliImports;
import io.fuscia.wit.wasi.clocks.ClockImports;
import io.fuscia.wit.wasi.filesystem.FilesystemImports;
import io.fuscia.wit.wasi.http.HttpImports;
import io.fuscia.wit.wasi.io.IoImports;
import io.fuscia.wit.wasi.keyvalue.KeyValueImports;
import io.fuscia.wit.wasi.random.RandomImports;
import io.fuscia.wit.wasi.sockets.SocketImports;

/**
 * Offers WASI preview 2 to components. Every instance that imports any of it must have a {@link WasiContext} attached,
 * which says what it is granted.
 */
public final class WasiHost {
    /** The newest version whose functions are all here; components that were made for any 0.2 get the same resource types. */
    public static final String VERSION = "0.2.12";

    private WasiHost() {}

    /** Adds all interfaces to an offer; build that once and share it. */
    public static HostImports.Builder addTo(HostImports.Builder imports) {
        IoImports.addTo(imports);
        ClockImports.addTo(
                imports, call -> context(call).clock(), call -> context(call).events());
        RandomImports.addTo(imports, call -> context(call).random());
        CliImports.addTo(imports, call -> context(call).commandLine(), call -> context(call)
                .events());
        FilesystemImports.addTo(imports, call -> context(call).filesystem());
        SocketImports.addTo(imports);
        HttpImports.addTo(imports, call -> context(call).http());
        KeyValueImports.addTo(imports, call -> context(call).buckets());
        return imports;
    }

    private static WasiContext context(HostCall call) {
        return call.attachment(WasiContext.class);
    }
}
