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
    /** The newest version; components that were made for any 0.2 get it, with the same resource types. */
    public static final String VERSION = "0.2.12";

    private WasiHost() {}

    /** Adds all interfaces to an offer; build that once and share it. */
    public static HostImports.Builder addTo(HostImports.Builder imports) {
        IoImports.addTo(imports, VERSION, call -> context(call).events());
        ClockImports.addTo(imports, VERSION, call -> context(call).clock());
        RandomImports.addTo(imports, VERSION, call -> context(call).random());
        CliImports.addTo(imports, VERSION, call -> context(call).commandLine());
        FilesystemImports.addTo(imports, VERSION, call -> context(call).filesystem());
        SocketImports.addTo(imports, VERSION);
        HttpImports.addTo(imports, VERSION, call -> context(call).http());
        KeyValueImports.addTo(imports, call -> context(call).buckets());
        return imports;
    }

    private static WasiContext context(HostCall call) {
        return call.attachment(WasiContext.class);
    }
}
