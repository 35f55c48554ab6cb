package io.fuscia.wit.wasi;

import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.EngineSettings;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.InstanceLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Runs a test guest's task within a WASI context, each call on a fresh instance. */
final class GuestTask {
    private static final ComponentEngine ENGINE = new ComponentEngine(EngineSettings.DEFAULT);
    private static final HostImports IMPORTS = imports();

    private GuestTask() {}

    private static HostImports imports() {
        HostImports.Builder imports = HostImports.builder();
        imports.instance("fuscia:kv/kv@0.1.0")
                .function("get", (call, args) -> Optional.empty())
                .function("set", (call, args) -> null)
                .function("delete", (call, args) -> null);
        imports.instance("fuscia:config/config@0.1.0").function("get", (call, args) -> Optional.empty());
        imports.instance("fuscia:log/log@0.1.0").function("log", (call, args) -> null);
        return WasiHost.addTo(imports).build();
    }

    /** Links and instantiates; returns the names of the exports. */
    static java.util.Set<String> exportsOf(String guest) {
        var component = ENGINE.compile(bytes(guest));
        component.instantiate(IMPORTS, InstanceLimits.DEFAULT).close();
        return component.exports().keySet();
    }

    static byte[] bytes(String guest) {
        try (InputStream input = GuestTask.class.getResourceAsStream("/guests/" + guest + ".wasm")) {
            return input.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the output, or "error: " and the error that the task returned. */
    static String run(String guest, WasiContext.Builder wasi, String data) {
        return run(guest, wasi, InstanceLimits.DEFAULT, data);
    }

    static String run(String guest, WasiContext.Builder wasi, InstanceLimits limits, String data) {
        try (WasiContext context = wasi.build();
                ComponentInstance instance = ENGINE.compile(bytes(guest)).instantiate(IMPORTS, limits, context)) {
            ResultValue result = (ResultValue) instance.function("fuscia:task/task@0.1.0", "execute")
                    .call(new Object[] {"execution", "node", "task"}, data);
            return result instanceof ResultValue.Ok ok
                    ? (String) ((Object[]) ok.payload())[0]
                    : "error: " + result.payload();
        }
    }
}
