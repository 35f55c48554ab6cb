package io.fuscia.backup;

import io.fuscia.artifact.DataDirectory;
import io.fuscia.execution.Retention;
import io.fuscia.storage.DiskReserve;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import javax.sql.DataSource;

/** Makes {@link Backups} injectable. */
@Dependent
class BackupWiring {
    @Resource(lookup = "java:/jdbc/FusciaDS")
    private DataSource dataSource;

    @Produces
    @Singleton
    Backups backups(DataDirectory data, Retention retention, DiskReserve reserve) {
        return new Backups(data, retention, reserve.connections(dataSource), Clock.systemUTC());
    }
}
