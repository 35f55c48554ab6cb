package io.fuscia.wit.wasi.cli;

import io.fuscia.wit.abi.ResultValue;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.HostResource;
import io.fuscia.wit.wasi.io.IoResources;
import java.util.Optional;
import java.util.function.Function;

/** All of {@code wasi:cli} that a component can import. */
public final class CliImports {
    private static final HostResource<Object> TERMINAL_INPUT = HostResource.of("terminal-input", Object.class);
    private static final HostResource<Object> TERMINAL_OUTPUT = HostResource.of("terminal-output", Object.class);

    private CliImports() {}

    /**
     * Adds the interfaces.
     *
     * @param commandLine what a call's instance was started with
     */
    public static void addTo(HostImports.Builder imports, String version, Function<HostCall, CommandLine> commandLine) {
        imports.instance("wasi:cli/environment@" + version)
                .function("get-environment", (call, args) -> commandLine.apply(call).environment().entrySet().stream()
                        .map(entry -> new Object[] {entry.getKey(), entry.getValue()})
                        .toList())
                .function(
                        "get-arguments", (call, args) -> commandLine.apply(call).arguments())
                .function("initial-cwd", (call, args) -> commandLine.apply(call).directory());
        imports.instance("wasi:cli/exit@" + version)
                .function("exit", (call, args) -> {
                    throw GuestExit.trap(args[0] instanceof ResultValue.Ok ? 0 : 1);
                })
                .function("exit-with-code", (call, args) -> {
                    throw GuestExit.trap((Short) args[0]);
                });
        addStreams(imports, version, commandLine);
        addTerminals(imports, version);
    }

    private static void addStreams(
            HostImports.Builder imports, String version, Function<HostCall, CommandLine> commandLine) {
        imports.instance("wasi:cli/stdin@" + version)
                .resource("input-stream", IoResources.INPUT_STREAM)
                .function("get-stdin", (call, args) -> commandLine.apply(call).input());
        imports.instance("wasi:cli/stdout@" + version)
                .resource("output-stream", IoResources.OUTPUT_STREAM)
                .function("get-stdout", (call, args) -> commandLine.apply(call).output());
        imports.instance("wasi:cli/stderr@" + version)
                .resource("output-stream", IoResources.OUTPUT_STREAM)
                .function("get-stderr", (call, args) -> commandLine.apply(call).errors());
    }

    private static void addTerminals(HostImports.Builder imports, String version) {
        imports.instance("wasi:cli/terminal-input@" + version).resource("terminal-input", TERMINAL_INPUT);
        imports.instance("wasi:cli/terminal-output@" + version).resource("terminal-output", TERMINAL_OUTPUT);
        imports.instance("wasi:cli/terminal-stdin@" + version)
                .resource("terminal-input", TERMINAL_INPUT)
                .function("get-terminal-stdin", (call, args) -> Optional.empty());
        imports.instance("wasi:cli/terminal-stdout@" + version)
                .resource("terminal-output", TERMINAL_OUTPUT)
                .function("get-terminal-stdout", (call, args) -> Optional.empty());
        imports.instance("wasi:cli/terminal-stderr@" + version)
                .resource("terminal-output", TERMINAL_OUTPUT)
                .function("get-terminal-stderr", (call, args) -> Optional.empty());
    }
}
