package io.fuscia.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * A mixed load on a server that is killed at random instants, also while it starts, and then an audit of all that was
 * accepted. System properties: {@code fuscia.crash.kills} (3) and {@code fuscia.crash.seed} (the clock; printed). The
 * seed fixes load, answers and the times between kills, not how threads meet.
 */
class RandomKillsIT {
    private static final System.Logger LOG = System.getLogger(RandomKillsIT.class.getName());
    private static final int KILLS = Integer.getInteger("fuscia.crash.kills", 3);
    private static final long SEED = Long.getLong("fuscia.crash.seed", System.nanoTime() & 0xffffffL);

    @Test
    void loosesNothingAndRepeatsNothingThatIsDoneWhenKilledAtRandomInstants() throws Exception {
        Instant begun = Instant.now();
        LOG.log(System.Logger.Level.INFO, "{0} kills with -Dfuscia.crash.seed={1}", KILLS, Long.toString(SEED));
        Random random = new Random(SEED);
        try (Recorder recorder = Recorder.start(new Random(SEED + 1));
                FusciaServer server = FusciaServer.startAnew("random-kills", Map.of())) {
            Mix.apply(server.api());
            Map<String, String> accepted;
            List<String> surprises;
            try (Load load = new Load(server, recorder, 4, 150, SEED)) {
                for (int kill = 1; kill <= KILLS; kill++) {
                    liveAndDie(server, random, kill > 1 && random.nextInt(4) == 0);
                    recorder.life(kill);
                    if (kill % 10 == 0) {
                        LOG.log(
                                System.Logger.Level.INFO,
                                "{0} kills, {1} accepted, {2} calls",
                                kill,
                                load.accepted().size(),
                                recorder.count());
                    }
                }
                server.start();
                load.close();
                accepted = load.accepted();
                surprises = load.surprises();
            }
            everythingEnds(server.api());
            Audit audit = new Audit(recorder, accepted);
            audit.interfaceOf(server.api());
            audit.batchRecords(server);
            server.stop();
            audit.derby(server.home());
            report(server.home(), begun, accepted.size(), audit);

            assertThat(surprises).isEmpty();
            assertThat(audit.violations()).as("seed " + SEED).isEmpty();
            assertThat(accepted).hasSizeGreaterThan(KILLS);
        }
    }

    /** The instants are random, not awaited: that is the point. */
    private static void liveAndDie(FusciaServer server, Random random, boolean whileStarting) {
        if (whileStarting) {
            Process starting = server.launch();
            pause(300 + random.nextInt(8_000));
            server.kill();
            starting.onExit().orTimeout(2, TimeUnit.MINUTES).join();
        } else {
            server.start();
            pause(50 + random.nextInt(4_000));
            server.kill();
        }
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    static void everythingEnds(Api api) {
        for (String status : List.of("pending", "running")) {
            await("no execution is " + status)
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> api.get("/executions?limit=1&status=" + status)
                            .object()
                            .getJsonArray("items")
                            .isEmpty());
        }
    }

    private static void report(Path home, Instant begun, int accepted, Audit audit) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(begun)
                .append(": ")
                .append(KILLS)
                .append(" kills, seed ")
                .append(SEED)
                .append(", ")
                .append(Duration.between(begun, Instant.now()).toSeconds())
                .append(" s, ")
                .append(accepted)
                .append(" submissions accepted\n");
        audit.tally().forEach((what, count) -> text.append("  ")
                .append(what)
                .append(": ")
                .append(count)
                .append('\n'));
        audit.violations()
                .forEach(violation ->
                        text.append("  VIOLATION ").append(violation).append('\n'));
        Files.writeString(home.resolve("crash-report.txt"), text);
        LOG.log(System.Logger.Level.INFO, text.toString());
    }
}
