package io.fuscia.wit.wasi;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.bindings.fuscia.config.Config;
import io.fuscia.wit.bindings.fuscia.kv.Kv;
import io.fuscia.wit.bindings.fuscia.log.Log;
import io.fuscia.wit.bindings.fuscia.task.exports.Task;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.EngineSettings;
import io.fuscia.wit.runtime.HostCall;
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
        Kv.addTo(imports, new NoPairs());
        Config.addTo(imports, (call, key) -> Optional.empty());
        Log.addTo(imports, (call, level, message) -> {});
        return WasiHost.addTo(imports).build();
    }

    private static final class NoPairs implements Kv {
        @Override
        public Optional<String> get(HostCall call, String key) {
            return Optional.empty();
        }

        @Override
        public void set(HostCall call, String key, String value) {}

        @Override
        public void delete(HostCall call, String key) {}
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
        return run(guest, wasi, InstanceLimits.DEFAULT.withWallMillis(300_000), data);
    }

    static String run(String guest, WasiContext.Builder wasi, InstanceLimits limits, String data) {
        try (WasiContext context = wasi.build();
                ComponentInstance instance = ENGINE.compile(bytes(guest)).instantiate(IMPORTS, limits, context)) {
            Result<Task.Output, String> result =
                    Task.of(instance).execute(new Task.Context("execution", "node", "task"), data);
            return result instanceof Result.Ok<Task.Output, String> ok
                    ? ok.value().data()
                    : "error: " + result.payload();
        }
    }
}
