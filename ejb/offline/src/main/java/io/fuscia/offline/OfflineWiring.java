package io.fuscia.offline;

import io.fuscia.artifact.DataDirectory;
import io.fuscia.execution.Executions;
import io.fuscia.execution.NodeRunner;
import io.fuscia.host.ComponentHost;
import io.fuscia.storage.Dialect;
import io.fuscia.storage.LocalTransactions;
import io.fuscia.storage.Schema;
import io.fuscia.task.ComponentTaskRunner;
import io.fuscia.task.TaskRunner;
import io.fuscia.wit.wasi.http.EgressPolicy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the server gives the domain's own wiring, and what a test has in its place: a database in memory, a folder that
 * is deleted, a clock that can be put forward, no network, mocks.
 */
@Dependent
@Alternative
@Priority(1) // before the producers of the server
class OfflineWiring {
    @Produces
    @Singleton
    LocalTransactions local() {
        String name = "offline" + UUID.randomUUID().toString().replace("-", "");
        return new LocalTransactions("jdbc:derby:memory:" + name + ";create=true", name);
    }

    void close(@Disposes LocalTransactions transactions) {
        transactions.close();
    }

    @Produces
    @Singleton
    Schema schema() {
        return new Schema() {
            @Override
            public Dialect dialect() {
                return Dialect.DERBY;
            }
        };
    }

    @Produces
    @Singleton
    @Typed(OfflineClock.class)
    OfflineClock clock() {
        return new OfflineClock(InstantSource.system());
    }

    @Produces
    @Singleton
    InstantSource time(OfflineClock clock) {
        return clock;
    }

    @Produces
    @Singleton
    DataDirectory data() {
        try {
            return new DataDirectory(Files.createTempDirectory("fuscia-test"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(@Disposes DataDirectory data) {
        try (Stream<Path> files = Files.walk(data.root())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tests call nobody, whatever the operator allows. */
    @Produces
    @Singleton
    EgressPolicy egress() {
        return EgressPolicy.of(List.of(), false, List.of());
    }

    @Produces
    @Singleton
    SequentialLauncher launcher(Instance<NodeRunner> nodes, Instance<Executions> executions) {
        return new SequentialLauncher(nodes, executions);
    }

    @Produces
    @Singleton
    @Typed(MockedTasks.class)
    MockedTasks mocked(ComponentHost host) {
        return new MockedTasks(new ComponentTaskRunner(host));
    }

    @Produces
    @Singleton
    TaskRunner tasks(MockedTasks mocked) {
        return mocked;
    }
}
