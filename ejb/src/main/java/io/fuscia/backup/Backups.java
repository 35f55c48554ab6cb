package io.fuscia.backup;

import io.fuscia.artifact.DataDirectory;
import io.fuscia.execution.Retention;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.storage.DatabaseSpace;
import io.fuscia.storage.Dialect;
import jakarta.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes copies while the server runs. Rows only ever name files that are there already, and files never change: so the
 * files are taken before and after the database, and nothing is removed meanwhile. Files are hard links where the file
 * system has them, which takes no space. Injectable; thread-safe.
 */
public final class Backups {
    private static final List<String> KINDS = List.of("artifacts", "components");

    private final DataDirectory data;
    private final Retention retention;
    private final DatabaseSpace.Connections connections;
    private final Clock clock;

    Backups(DataDirectory data, Retention retention, DatabaseSpace.Connections connections, Clock clock) {
        this.data = data;
        this.retention = retention;
        this.connections = connections;
        this.clock = clock;
    }

    /** Makes a copy beside the data directory. @throws FusciaException {@code STORAGE_UNAVAILABLE} */
    public Backup create() {
        Instant now = clock.instant();
        Path target =
                data.root().resolveSibling("backups").resolve(now.toString().replace(':', '-'));
        try {
            Files.createDirectories(
                    target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return retention.whileNothingIsRemoved(() -> copy(target, now));
        } catch (IOException | UncheckedIOException e) {
            throw new FusciaException(ErrorCode.STORAGE_UNAVAILABLE, "no backup could be made: " + e, e);
        }
    }

    private Backup copy(Path target, Instant now) {
        try (Connection connection = connections.open()) {
            Dialect dialect = Dialect.of(connection);
            link(target.resolve("files"));
            if (dialect == Dialect.DERBY) {
                try (CallableStatement call = connection.prepareCall("CALL SYSCS_UTIL.SYSCS_BACKUP_DATABASE(?)")) {
                    call.setString(1, target.resolve("database").toString());
                    call.execute();
                }
            }
            link(target.resolve("files"));
            Files.writeString(
                    target.resolve("backup.json"),
                    Json.createObjectBuilder()
                            .add("format", 1)
                            .add("created_at", now.toString())
                            .add("database", dialect.name().toLowerCase(java.util.Locale.ROOT))
                            .build()
                            .toString());
            return new Backup(target, dialect, now);
        } catch (SQLException e) {
            throw new FusciaException(ErrorCode.STORAGE_UNAVAILABLE, "the database could not be copied: " + e, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void link(Path target) throws IOException {
        for (String kind : KINDS) {
            Path from = data.root().resolve(kind);
            if (Files.isDirectory(from)) {
                try (Stream<Path> all = Files.walk(from)) {
                    for (Path file : (Iterable<Path>) all.filter(Backups::isFinished)::iterator) {
                        link(
                                file,
                                target.resolve(kind)
                                        .resolve(from.relativize(file).toString()));
                    }
                }
            }
        }
    }

    private static boolean isFinished(Path file) {
        return Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".");
    }

    private static void link(Path file, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try {
            Files.createLink(target, file);
        } catch (FileAlreadyExistsException e) {
            // Linked the first time.
        } catch (NoSuchFileException e) {
            // A component that was removed meanwhile.
        } catch (UnsupportedOperationException | java.nio.file.FileSystemException e) {
            Files.copy(file, target);
        }
    }
}
