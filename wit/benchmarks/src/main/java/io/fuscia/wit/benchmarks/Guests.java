package io.fuscia.wit.benchmarks;

import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.EngineSettings;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.wasi.WasiHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The guests that are measured, and a host for them that does nothing. */
final class Guests {
    static final HostImports IMPORTS = imports();

    /** The context record of a task. */
    static final Object CONTEXT = new Object[] {"execution", "node", "task"};

    private Guests() {}

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

    /**
     * Returns a guest's bytes.
     *
     * @param name of a test guest, or a path to a component file
     */
    static byte[] bytes(String name) {
        try {
            if (name.endsWith(".wasm")) {
                return Files.readAllBytes(Path.of(name));
            }
            try (InputStream in = Guests.class.getResourceAsStream("/guests/" + name + ".wasm")) {
                if (in == null) {
                    throw new IllegalArgumentException("no guest " + name);
                }
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ComponentEngine eager() {
        return new ComponentEngine(EngineSettings.DEFAULT.withCompilation(EngineSettings.Compilation.EAGER));
    }

    static Object execute(ComponentInstance instance, String data) {
        return instance.function("fuscia:task/task@0.1.0", "execute").call(CONTEXT, data);
    }
}
