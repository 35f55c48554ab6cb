package io.fuscia.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.PostgresServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What surrounds a server fails while it works: the disk is full, the database is away, the clock jumps. What was
 * accepted before, meanwhile and after must end all the same. Each waits for the time that the trouble lasts.
 */
class TroubleIT {
    private static final String MEMORY = "-Xmx1g -XX:TieredStopAtLevel=1";
    private static final Path FAKETIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
    private static final long SEED = Long.getLong("fuscia.crash.seed", System.nanoTime() & 0xffffffL);

    private static void letPass(int seconds) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void goesOnAfterTheDatabaseWasAwayForHalfAMinuteUnderLoad() throws Exception {
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed: apt-get install postgresql");
        try (PostgresServer database = PostgresServer.start();
                Recorder recorder = Recorder.start(new Random(SEED));
                FusciaServer server = FusciaServer.start("database-down", database.environment())) {
            Mix.apply(server.api());
            Map<String, String> accepted;
            try (Load load = new Load(server, recorder, 4, 100, SEED)) {
                letPass(5);
                database.down();
                letPass(30);
                database.up();
                letPass(5);
                load.close();
                assertThat(load.surprises()).isEmpty();
                accepted = load.accepted();
            }
            RandomKillsIT.everythingEnds(server.api());
            Audit audit = new Audit(recorder, accepted);
            audit.interfaceOf(server.api());
            try (Connection connection = database.connect()) {
                audit.rows(connection, server.home().resolve("data/fuscia/artifacts"));
            }
            assertThat(audit.violations()).as("seed " + SEED).isEmpty();
            assertThat(accepted).hasSizeGreaterThan(20);
        }
    }

    @Test
    void goesOnAfterTheDiskWasFullUnderLoad() throws Exception {
        Path home = Path.of(System.getProperty("fuscia.homes", "target/servers"), "disk-full")
                .toAbsolutePath();
        Path data = home.resolve("data");
        Files.createDirectories(data);
        assumeTrue(mount(data), "a file system of a limited size cannot be mounted here: that takes root");
        try (Recorder recorder = Recorder.start(new Random(SEED));
                FusciaServer server = FusciaServer.start("disk-full", Map.of())) {
            Mix.apply(server.api());
            Map<String, String> accepted;
            try (Load load = new Load(server, recorder, 4, 100, SEED)) {
                letPass(5);
                Path filler = data.resolve("filler");
                fill(filler);
                letPass(15);
                Files.delete(filler);
                letPass(5);
                load.close();
                assertThat(load.surprises()).isEmpty();
                accepted = load.accepted();
            }
            auditOf(server, new Audit(recorder, accepted));
            assertThat(accepted).hasSizeGreaterThan(20);
        } finally {
            run("umount", "--lazy", data.toString());
        }
    }

    /** Stops the server, whose database is embedded, once all that it accepted is over, and finds nothing wrong. */
    private static Audit auditOf(FusciaServer server, Audit audit) {
        RandomKillsIT.everythingEnds(server.api());
        audit.interfaceOf(server.api());
        audit.batchRecords(server);
        server.stop();
        audit.derby(server.home());
        assertThat(audit.violations()).as("seed " + SEED).isEmpty();
        return audit;
    }

    private static boolean mount(Path directory) throws IOException, InterruptedException {
        return run("mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "none", directory.toString()) == 0;
    }

    private static int run(String... words) throws IOException, InterruptedException {
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    @Test
    void writesArtifactsAgainWhoseLastWriteWasTorn() throws Exception {
        try (Recorder recorder = Recorder.start(new Random(SEED));
                FusciaServer server = FusciaServer.start("torn", Map.of("FUSCIA_JAVA_OPTS", MEMORY))) {
            Mix.apply(server.api());
            Map<String, String> accepted;
            try (Load load = new Load(server, recorder, 4, 100, SEED)) {
                for (int kill = 0; kill < 3; kill++) {
                    letPass(4);
                    server.kill();
                    tear(server.home());
                    server.start();
                }
                letPass(4);
                load.close();
                assertThat(load.surprises()).isEmpty();
                accepted = load.accepted();
            }
            Audit audit = auditOf(server, new Audit(recorder, accepted));
            assertThat(audit.tally()).containsKey("artifacts");
            assertThat(accepted).hasSizeGreaterThan(20);
        }
    }

    /**
     * What a power failure leaves of writes that were not forced to the disk: half of each file that no committed row
     * names, and a part that was never finished.
     */
    private static void tear(Path home) throws IOException {
        Path artifacts = home.resolve("data/fuscia/artifacts");
        Set<String> committed = Audit.artifactIds(home);
        assertThat(committed).as("artifacts after some seconds of load").isNotEmpty();
        try (Stream<Path> all = Files.walk(artifacts)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!committed.contains(file.getFileName().toString())) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.truncate(channel.size() / 2);
                    }
                }
            }
        }
        Path shard = Files.createDirectories(artifacts.resolve("zz"));
        Files.writeString(Files.createTempFile(shard, ".partial-", ""), "half of");
    }

    @Test
    void goesOnWhileTheClockJumpsAnHourBothWays() throws Exception {
        assumeTrue(Files.exists(FAKETIME), "libfaketime is not installed: apt-get install faketime");
        Path homes =
                Path.of(System.getProperty("fuscia.homes", "target/servers")).toAbsolutePath();
        Files.createDirectories(homes);
        Path offset = homes.resolve("clock-offset");
        set(offset, "+0");
        // The JVM waits by the monotonic clock; "fixed" by the library, such waits end at once and all threads spin.
        Map<String, String> faked = Map.of(
                "LD_PRELOAD",
                FAKETIME.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                offset.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                "FUSCIA_JAVA_OPTS",
                MEMORY);
        try (Recorder recorder = Recorder.start(new Random(SEED));
                FusciaServer server = FusciaServer.start("clock", faked)) {
            Mix.apply(server.api());
            Map<String, String> accepted;
            try (Load load = new Load(server, recorder, 4, 100, SEED)) {
                for (String jump : new String[] {"+3600", "-3600", "+0"}) {
                    letPass(6);
                    set(offset, jump);
                }
                letPass(6);
                load.close();
                assertThat(load.surprises()).isEmpty();
                accepted = load.accepted();
            }
            auditOf(server, new Audit(recorder, accepted).withoutComparingClocks());
            assertThat(accepted).hasSizeGreaterThan(20);
        }
    }

    /** Replaced whole: the library reads it at any time. */
    private static void set(Path file, String offset) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, offset + "\n");
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
