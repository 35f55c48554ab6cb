package io.fuscia.cli.server;

import io.fuscia.cli.UsageProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
        ProcessBuilder process = new ProcessBuilder().inheritIO();
        process.command().add(script.toString());
        process.command().addAll(java.util.List.of(arguments));
        try {
            return process.start().waitFor();
        } catch (IOException e) {
            throw new UsageProblem("cannot run " + script + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageProblem("interrupted", e);
        }
    }
}
