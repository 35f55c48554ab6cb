package io.fuscia.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.LoopbackHttp;
import io.fuscia.it.server.PostgresServer;
import io.fuscia.it.server.Workflow;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jboss.dmr.ModelNode;
import org.junit.jupiter.api.Test;

/** Two servers on one PostgreSQL: one dies, one is suspended, and the other one goes on. */
class TwoServersIT {
    private static final int LEASE_SECONDS = 8;

    private static FusciaServer node(String name, PostgresServer database) throws IOException {
        Path shared = Path.of(System.getProperty("fuscia.homes", "target/servers"), "two-files")
                .toAbsolutePath();
        Files.createDirectories(shared);
        Map<String, String> environment = new HashMap<>(database.environment());
        environment.put("FUSCIA_NODE", name);
        environment.put(
                "FUSCIA_JAVA_OPTS",
                "-Xmx700m -XX:TieredStopAtLevel=1 -Dfuscia.lease.seconds=" + LEASE_SECONDS
                        + " -Dfuscia.drain.seconds=5 -Dfuscia.home=" + shared);
        return FusciaServer.start("two-" + name, environment);
    }

    @Test
    void theOtherOneGoesOnWhenOneDiesOrIsSuspended() throws Exception {
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed: apt-get install postgresql");
        CountDownLatch dead = new CountDownLatch(1);
        CountDownLatch suspending = new CountDownLatch(1);
        try (LoopbackHttp http = LoopbackHttp.start();
                PostgresServer database = PostgresServer.start();
                FusciaServer one = node("one", database);
                FusciaServer two = node("two", database)) {
            http.json("/first", "{}");
            http.on("/held", request -> {
                dead.await();
                return LoopbackHttp.Reply.json("{}");
            });
            http.on("/draining", request -> {
                suspending.await();
                return LoopbackHttp.Reply.json("{}");
            });
            http.json("/last", "{}");
            chain("dies", "held").applyTo(one.api());
            chain("suspended", "draining").applyTo(one.api());

            takesOver(http, dead, one, two);
            one.start();
            handsOver(http, suspending, one, two);
        }
    }

    private static Workflow chain(String id, String held) {
        return new Workflow(id)
                .node("first", "http", call("first"))
                .node("middle", "http", call(held))
                .node("last", "http", call("last"))
                .edge("start", "first")
                .edge("first", "middle")
                .edge("middle", "last");
    }

    private static jakarta.json.JsonObjectBuilder call(String path) {
        return Json.createObjectBuilder().add("method", "GET").add("url", "{{ $.trigger.base }}/" + path);
    }

    private static String start(Api api, String workflow, LoopbackHttp http) {
        return Workflow.start(
                api,
                workflow,
                Json.createObjectBuilder().add("base", http.uri("").toString()).build());
    }

    private static void takesOver(LoopbackHttp http, CountDownLatch dead, FusciaServer one, FusciaServer two) {
        String id = start(one.api(), "dies", http);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> http.received("/held").size() == 1);
        one.kill();
        dead.countDown();

        JsonObject execution = Workflow.end(two.api(), id);
        assertThat(execution.getString("status")).as(execution.toString()).isEqualTo("succeeded");
        assertThat(http.received("/first")).hasSize(1);
        assertThat(http.received("/held")).hasSize(2);
        assertThat(Workflow.task(execution, "middle").getInt("attempts")).isEqualTo(2);
    }

    private static void handsOver(LoopbackHttp http, CountDownLatch suspending, FusciaServer one, FusciaServer two) {
        String id = start(two.api(), "suspended", http);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> http.received("/draining").size() == 1);
        int lastBefore = http.received("/last").size();
        ModelNode suspend = new ModelNode();
        suspend.get("operation").set("suspend");
        suspend.get("address").setEmptyList();
        two.manage(suspend);
        suspending.countDown();

        JsonObject execution = Workflow.end(one.api(), id);
        assertThat(execution.getString("status")).as(execution.toString()).isEqualTo("succeeded");
        assertThat(http.received("/draining")).as("it was let finish").hasSize(1);
        assertThat(Workflow.task(execution, "middle").getInt("attempts")).isEqualTo(1);
        assertThat(http.received("/last")).hasSize(lastBefore + 1);
        assertThat(state(two)).isEqualTo("SUSPENDED");

        ModelNode resume = new ModelNode();
        resume.get("operation").set("resume");
        resume.get("address").setEmptyList();
        two.manage(resume);
        String after = start(two.api(), "suspended", http);
        assertThat(Workflow.end(two.api(), after).getString("status")).isEqualTo("succeeded");
    }

    private static String state(FusciaServer server) {
        ModelNode read = new ModelNode();
        read.get("operation").set("read-attribute");
        read.get("address").setEmptyList();
        read.get("name").set("suspend-state");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> server.manage(read).asString().equals("SUSPENDED"));
        return server.manage(read).asString();
    }
}
