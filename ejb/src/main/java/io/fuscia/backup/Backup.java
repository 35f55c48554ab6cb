package io.fuscia.backup;

import io.fuscia.storage.Dialect;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;

/**
 * A copy that was made.
 *
 * @param directory where it is on the server: {@code backup.json}, {@code files} and, for Derby, {@code database}
 * @param database which database; the rows of PostgreSQL are not in it, {@code pg_dump} takes them
 */
public record Backup(Path directory, Dialect database, Instant createdAt) {
    public Backup {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(createdAt, "createdAt");
    }
}
