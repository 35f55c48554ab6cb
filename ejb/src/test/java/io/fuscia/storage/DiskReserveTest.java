package io.fuscia.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import jakarta.persistence.EntityManager;
import java.sql.DriverManager;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.derby.jdbc.BasicEmbeddedDataSource40;
import org.junit.jupiter.api.Test;

class DiskReserveTest {
    private static final long MIB = 1024 * 1024;

    private final AtomicLong free = new AtomicLong(32 * MIB);
    private final DiskReserve reserve = new DiskReserve("/data", 32 * MIB, free::get);

    @Test
    void refusesWhileLessThanTheReserveIsFree() {
        assertThatCode(reserve::require).doesNotThrowAnyException();

        free.set(32 * MIB - 1);

        assertThatThrownBy(reserve::require)
                .hasMessage(
                        "only 31 MiB are free on the disk of the database, /data; it is not used until there are 32 MiB")
                .extracting(e -> ((FusciaException) e).code())
                .isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);

        free.set(32 * MIB);
        assertThatCode(reserve::require).doesNotThrowAnyException();
    }

    @Test
    void asksForNothingWhereTheDatabaseIsAnotherProcess() {
        assertThatCode(DiskReserve.ofServer("jdbc:postgresql://127.0.0.1/fuscia")::require)
                .doesNotThrowAnyException();
    }

    /** Derby's start is what must not happen: it writes, and a connection is enough for it. */
    @Test
    void doesNotStartTheDatabaseWhileTooLittleIsFree() {
        String name = "memory:" + UUID.randomUUID();
        BasicEmbeddedDataSource40 dataSource = new BasicEmbeddedDataSource40();
        dataSource.setDatabaseName(name);
        dataSource.setCreateDatabase("create");
        Transactions transactions = new ServerTransactions(new Unused(), dataSource, reserve);
        free.set(0);

        assertThatThrownBy(() -> transactions.runSql(connection -> true)).hasMessageStartingWith("only 0 MiB are free");
        assertThatThrownBy(() -> transactions.run(entities -> true)).hasMessageStartingWith("only 0 MiB are free");
        assertThatThrownBy(() -> reserve.connections(dataSource).open()).hasMessageStartingWith("only 0 MiB are free");

        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:derby:" + name))
                .hasMessageContaining("not found");
        free.set(64 * MIB);
        assertThat(transactions.<Boolean>runSql(connection -> connection.isValid(1)))
                .isTrue();
    }

    private static final class Unused implements JpaTransactions {
        @Override
        public <T> T run(Function<EntityManager, T> work) {
            throw new AssertionError("the database was used");
        }
    }
}
