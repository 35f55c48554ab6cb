package io.fuscia.wit.wasi.cli;

import io.fuscia.wit.abi.Result;
import io.fuscia.wit.abi.Tuple;
import io.fuscia.wit.bindings.wasi.cli.Environment;
import io.fuscia.wit.bindings.wasi.cli.Exit;
import io.fuscia.wit.bindings.wasi.cli.Stderr;
import io.fuscia.wit.bindings.wasi.cli.Stdin;
import io.fuscia.wit.bindings.wasi.cli.Stdout;
import io.fuscia.wit.bindings.wasi.cli.TerminalInput;
import io.fuscia.wit.bindings.wasi.cli.TerminalOutput;
import io.fuscia.wit.bindings.wasi.cli.TerminalStderr;
import io.fuscia.wit.bindings.wasi.cli.TerminalStdin;
import io.fuscia.wit.bindings.wasi.cli.TerminalStdout;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.wasi.io.Events;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** All of {@code wasi:cli} that a component can import. */
public final class CliImports {
    private CliImports() {}

    /**
     * Adds the interfaces.
     *
     * @param commandLine what a call's instance was started with
     * @param events the lock of a call's instance
     */
    public static void addTo(
            HostImports.Builder imports,
            Function<HostCall, CommandLine> commandLine,
            Function<HostCall, Events> events) {
        Environment.addTo(imports, new Given(commandLine));
        Exit.addTo(imports, new Leaving());
        Stdin.addTo(imports, call -> events.apply(call)
                .input(commandLine.apply(call).input()));
        Stdout.addTo(imports, call -> events.apply(call)
                .output(commandLine.apply(call).output()));
        Stderr.addTo(imports, call -> events.apply(call)
                .output(commandLine.apply(call).errors()));
        // Nothing is a terminal here.
        TerminalInput.addTo(imports);
        TerminalOutput.addTo(imports);
        TerminalStdin.addTo(imports, call -> Optional.empty());
        TerminalStdout.addTo(imports, call -> Optional.empty());
        TerminalStderr.addTo(imports, call -> Optional.empty());
    }

    private record Given(Function<HostCall, CommandLine> commandLine) implements Environment {
        @Override
        public List<Tuple.Of2<String, String>> getEnvironment(HostCall call) {
            return commandLine.apply(call).environment().entrySet().stream()
                    .map(entry -> new Tuple.Of2<>(entry.getKey(), entry.getValue()))
                    .toList();
        }

        @Override
        public List<String> getArguments(HostCall call) {
            return commandLine.apply(call).arguments();
        }

        @Override
        public Optional<String> initialCwd(HostCall call) {
            return commandLine.apply(call).directory();
        }
    }

    private static final class Leaving implements Exit {
        @Override
        public void exit(HostCall call, Result<Void, Void> status) {
            throw GuestExit.trap(status.isOk() ? 0 : 1);
        }

        @Override
        public void exitWithCode(HostCall call, short statusCode) {
            throw GuestExit.trap(statusCode);
        }
    }
}
