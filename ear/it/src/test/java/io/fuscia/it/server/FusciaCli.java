package io.fuscia.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line as users run it: a process of the built jar, pointed at one server. Commands that start or stop a
 * server do so with that one. */
public final class FusciaCli {
    private static final int TIMEOUT_SECONDS = 420;

    private final FusciaServer server;

    public FusciaCli(FusciaServer server) {
        this.server = server;
    }

    /** How the process ended and what it wrote. */
    public record Result(int exitCode, String out, String err) {}

    /** Runs {@code fuscia ARGUMENTS} in the root of the checkout and waits for it. */
    public Result run(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dfuscia.root=" + FusciaServer.root());
        command.add("-jar");
        command.add(FusciaServer.root().resolve("web/cli/target/fuscia-cli.jar").toString());
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile("fuscia-cli", ".out");
            Path err = Files.createTempFile("fuscia-cli", ".err");
            var builder = new ProcessBuilder(command)
                    .directory(FusciaServer.root().toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(server.scriptEnvironment());
            builder.environment().put("FUSCIA_URL", server.url().toString());
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "fuscia " + String.join(" ", arguments) + " takes too long: " + Files.readString(err));
            }
            var result = new Result(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
