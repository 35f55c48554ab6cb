package io.fuscia.cli.server;

import io.fuscia.cli.UsageProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The server of this checkout, driven through its run script. */
final class LocalServer {
    private final Path script;

    private LocalServer(Path script) {
        this.script = script;
    }

    /** The server beside the command; the root script says where that is. */
    static LocalServer ofThisCheckout() {
        String root = System.getProperty("fuscia.root");
        if (root == null) {
            throw new UsageProblem("this command starts and stops the server of a checkout: use its ./fuscia script");
        }
        Path script = Path.of(root, "server-config", "src", "main", "scripts", "fuscia-server");
        if (!Files.isExecutable(script)) {
            throw new UsageProblem("there is no run script at " + script);
        }
        return new LocalServer(script);
    }

    /** Runs the script with these arguments, its output going where ours goes; gives its exit code. */
    int run(String... arguments) {
        try {
            return process(arguments).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UsageProblem("cannot run " + script + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageProblem("interrupted", e);
        }
    }

    /** What the script tells of the server: {@code url}, {@code console}, {@code admin_user} and so on. */
    Map<String, String> info() {
        Map<String, String> info = new LinkedHashMap<>();
        try {
            Process process = process("info")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            for (String line : new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    info.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
        } catch (IOException e) {
            throw new UsageProblem("cannot run " + script + ": " + e.getMessage(), e);
        }
        return info;
    }

    private ProcessBuilder process(String... arguments) {
        ProcessBuilder process = new ProcessBuilder(script.toString());
        process.command().addAll(List.of(arguments));
        return process;
    }
}
