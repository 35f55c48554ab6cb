package io.fuscia.cli.server;

import io.fuscia.cli.ExitCode;
import io.fuscia.cli.UsageProblem;
import io.fuscia.cli.api.ApiClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fuscia backup FILE}: saves database, artifacts and components of the running server in one file. */
@Command(
        name = "backup",
        description = {
            "Saves database, artifacts and components of this checkout's running server in one file.",
            "Workflows go on meanwhile. With PostgreSQL it needs pg_dump."
        },
        mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "a new file, by custom ending in .zip")
    private Path file;

    @Option(names = "--force", description = "replace the file if there is one")
    private boolean force;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (Files.exists(file) && !force) {
            throw new UsageProblem(file + " exists; --force replaces it");
        }
        if (!Files.isDirectory(file.toAbsolutePath().getParent()) || Files.isDirectory(file)) {
            throw new UsageProblem("cannot write " + file + ": "
                    + (Files.isDirectory(file) ? "it is a directory" : "there is no such directory"));
        }
        LocalServer server = LocalServer.ofThisCheckout();
        Map<String, String> info = server.info();
        JsonObject made = new ApiClient(URI.create(info.get("url")))
                .post("storage/backups", JsonValue.EMPTY_JSON_OBJECT)
                .asJsonObject();
        Path directory = Path.of(made.getString("directory"));
        try {
            if (made.getString("database").equals("postgresql")) {
                Postgresql.ofEnvironment().dump(directory.resolve("database.dump"));
                // What was stored while pg_dump ran is in files that the first copy has not.
                merge(info, directory);
            }
            BackupFile.write(directory, file);
        } catch (IOException | UncheckedIOException e) {
            throw new UsageProblem("the backup could not be written: " + e, e);
        } finally {
            BackupFile.delete(directory);
        }
        spec.commandLine().getOut().println("saved in " + file.toAbsolutePath());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private static void merge(Map<String, String> info, Path directory) throws IOException {
        JsonObject second = new ApiClient(URI.create(info.get("url")))
                .post("storage/backups", JsonValue.EMPTY_JSON_OBJECT)
                .asJsonObject();
        Path later = Path.of(second.getString("directory"));
        try {
            BackupFile.addMissing(later.resolve("files"), directory.resolve("files"));
        } finally {
            BackupFile.delete(later);
        }
    }
}
