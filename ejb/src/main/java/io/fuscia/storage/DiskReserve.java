package io.fuscia.storage;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * Keeps the embedded database from being used while its disk is all but full. Derby stops at a write that fails and starts
 * again at the next connection. Its recovery writes too; where that failed for want of space, it left a log that no later
 * recovery could read. So nothing asks for a connection until there is room. Thread-safe.
 */
public final class DiskReserve {
    /** As much as Derby may have to write when it starts: its cache of pages. */
    static final long DEFAULT_MIB = 32;

    private static final long MIB = 1024 * 1024;
    private static final System.Logger LOG = System.getLogger(DiskReserve.class.getName());

    private final String where;
    private final long reserve;
    private final LongSupplier free;
    private final AtomicBoolean low = new AtomicBoolean();

    /**
     * @param where what lies on that disk, for messages
     * @param reserve bytes that must be free
     * @param free tells how many are
     */
    DiskReserve(String where, long reserve, LongSupplier free) {
        this.where = where;
        this.reserve = reserve;
        this.free = free;
    }

    /**
     * That of the server's database: {@code fuscia.storage.reserve.mib} of the disk of Derby's home, nothing if the database is another
     * process.
     *
     * @param url the database's, null for the one of the server's configuration
     */
    static DiskReserve ofServer(String url) {
        if (url != null && !url.startsWith("jdbc:derby:")) {
            return new DiskReserve("", 0, () -> 0);
        }
        Path home = Path.of(System.getProperty("derby.system.home", "")).toAbsolutePath();
        // Where the directory is missing its free space is none, and the first start makes it.
        return new DiskReserve(
                home.toString(),
                Long.getLong("fuscia.storage.reserve.mib", DEFAULT_MIB) * MIB,
                () -> Files.isDirectory(home) ? home.toFile().getUsableSpace() : Long.MAX_VALUE);
    }

    /** Returns if there is room. @throws FusciaException {@code STORAGE_UNAVAILABLE} if too little is free */
    public void require() {
        long left = reserve > 0 ? free.getAsLong() : Long.MAX_VALUE;
        if (left < reserve) {
            String message = "only " + left / MIB + " MiB are free on the disk of the database, " + where
                    + "; it is not used until there are " + reserve / MIB + " MiB";
            if (low.compareAndSet(false, true)) {
                LOG.log(System.Logger.Level.ERROR, message);
            }
            throw new FusciaException(ErrorCode.STORAGE_UNAVAILABLE, message);
        }
        if (low.get() && low.compareAndSet(true, false)) {
            LOG.log(System.Logger.Level.INFO, "the disk of the database, {0}, has room again", where);
        }
    }

    /** Connections with auto-commit of this source, while there is room. */
    public DatabaseSpace.Connections connections(DataSource dataSource) {
        return () -> {
            require();
            return dataSource.getConnection();
        };
    }
}
