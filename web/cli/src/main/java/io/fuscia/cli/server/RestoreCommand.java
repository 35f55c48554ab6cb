package io.fuscia.cli.server;

import io.fuscia.cli.ExitCode;
import io.fuscia.cli.UsageProblem;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fuscia restore FILE}: the server as it was when the backup was made. */
@Command(
        name = "restore",
        description = {
            "Stops this checkout's server, puts a backup in place of its data, and starts it again.",
            "The data that was there is kept beside it; with PostgreSQL (which needs pg_restore) its rows are"
                    + " replaced.",
            "Executions that ran when the backup was made go on from there."
        },
        mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "made by fuscia backup")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String database;
        try {
            JsonObject description = BackupFile.describe(file)
                    .filter(found -> found.getInt("format", 0) == 1)
                    .orElseThrow(() -> new UsageProblem(file + " is not a backup that this version can read"));
            database = description.getString("database", "nothing that is known");
            BackupFile.verify(file);
        } catch (IOException e) {
            throw UsageProblem.of("read", file, e);
        }
        boolean postgresql = database.equals("postgresql");
        if (postgresql != Postgresql.isConfigured()) {
            throw new UsageProblem("the backup is of " + database + ", the server is set to use "
                    + (postgresql ? "Derby" : "PostgreSQL") + ": see FUSCIA_DB_URL");
        }
        if (postgresql) {
            Postgresql.requireCommand("pg_restore");
        }
        LocalServer server = LocalServer.ofThisCheckout();
        if (server.run("stop") != 0) {
            return ExitCode.FAILED;
        }
        try {
            put(Path.of(server.info().get("home")).resolve("data"), postgresql);
        } catch (IOException | UncheckedIOException | UsageProblem e) {
            // The data is where it was, so the server goes on with it.
            server.run("start");
            throw new UsageProblem("the backup could not be put in place: " + reason(e), e);
        }
        return server.run("start") == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String reason(Exception e) {
        return e instanceof UsageProblem ? e.getMessage() : e.toString();
    }

    private void put(Path data, boolean postgresql) throws IOException {
        Path fresh = data.resolveSibling("data.restoring");
        BackupFile.delete(fresh);
        BackupFile.unpack(file, "database/", fresh);
        BackupFile.unpack(file, "files/", fresh.resolve("fuscia"));
        if (postgresql) {
            Path dump = Files.createTempDirectory("fuscia-restore");
            try {
                BackupFile.unpack(file, "database.", dump);
                Postgresql.ofEnvironment().restore(dump.resolve("dump"));
            } finally {
                BackupFile.delete(dump);
            }
        }
        Files.createDirectories(fresh);
        if (Files.exists(data)) {
            Path before = data.resolveSibling(
                    "data.before-" + Instant.now().toString().replace(':', '-'));
            Files.move(data, before);
            try {
                Files.move(fresh, data);
            } catch (IOException e) {
                Files.move(before, data);
                throw e;
            }
            spec.commandLine().getOut().println("the data that was there is in " + before);
            spec.commandLine().getOut().flush();
        } else {
            Files.move(fresh, data);
        }
    }
}
