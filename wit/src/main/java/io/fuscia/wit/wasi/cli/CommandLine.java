package io.fuscia.wit.wasi.cli;

import io.fuscia.wit.wasi.io.ByteSink;
import io.fuscia.wit.wasi.io.ByteSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a guest finds when it starts.
 *
 * @param arguments the program's name first, as C programs expect it
 * @param environment variables in order; never the host's own
 * @param directory the working directory, empty if there is none
 */
public record CommandLine(
        List<String> arguments,
        Map<String, String> environment,
        Optional<String> directory,
        ByteSource input,
        ByteSink output,
        ByteSink errors) {
    /** Copies the collections. */
    public CommandLine {
        arguments = List.copyOf(arguments);
        environment = new LinkedHashMap<>(environment);
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(errors, "errors");
    }
}
