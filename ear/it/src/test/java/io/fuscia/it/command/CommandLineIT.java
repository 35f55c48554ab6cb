package io.fuscia.it.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.it.server.Api;
import io.fuscia.it.server.FusciaCli;
import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.SystemTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that the README shows, as a user runs them. */
@SystemTest
class CommandLineIT {
    @TempDir
    Path folder;

    @Test
    void demoRunsTheExampleTwice(FusciaServer server) {
        FusciaCli cli = new FusciaCli(server);
        for (int i = 0; i < 2; i++) {
            FusciaCli.Result demo = cli.run("demo");
            assertThat(demo.exitCode()).as(demo.toString()).isZero();
            assertThat(demo.out())
                    .contains("✔ fetch  succeeded")
                    .contains("✔ report  succeeded")
                    .contains("Report on 12 orders")
                    .contains("✔ succeeded");
            assertThat(demo.err())
                    .contains("installed fuscia/order-summary 1.0.1")
                    .contains(server.url() + "/api/v1/executions")
                    .contains("/console");
        }
    }

    @Test
    void theReadmesWorkflowValidatesRunsAndExports(FusciaServer server) throws IOException {
        Path file = Files.writeString(folder.resolve("greeting.yaml"), snippet("yaml"));
        FusciaCli cli = new FusciaCli(server);
        assertThat(cli.run("component", "install", "ear/examples/components/echo")
                        .exitCode())
                .isZero();

        FusciaCli.Result validated = cli.run("validate", file.toString());
        assertThat(validated.exitCode()).as(validated.toString()).isZero();

        FusciaCli.Result run = cli.run("run", file.toString(), "--input", "{\"name\": \"Ada\"}", "--follow");
        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out()).contains("Hello Ada");
        assertThat(run.err()).contains("✔ greet  succeeded");

        FusciaCli.Result jsl = cli.run("workflow", "export", "greeting", "--format", "jsl");
        assertThat(jsl.out()).contains("<job ").contains("greet");

        FusciaCli.Result list = cli.run("execution", "list", "--workflow", "greeting", "-o", "json");
        assertThat(list.out()).contains("\"workflow_id\": \"greeting\"");
    }

    @Test
    void testsWorkflowsWithoutAServer(FusciaServer server) throws IOException {
        FusciaCli cli = new FusciaCli(server);
        Path junit = folder.resolve("junit.xml");
        FusciaCli.Result passed = cli.run("test", "ear/examples/workflows/switch.yaml", "--junit", junit.toString());
        assertThat(passed.exitCode()).as(passed.toString()).isZero();
        assertThat(passed.out())
                .contains("ok    a small amount is approved by itself")
                .contains("3 passed, 0 failed");
        assertThat(junit).content().contains("<testsuite ").contains("failures=\"0\"");

        Path expect = Files.writeString(folder.resolve("greeting.expect.yaml"), """
                components: [%s]
                tests:
                  - name: greets Bob
                    payload: {name: Ada}
                    expect: {status: succeeded, nodes: {greet: {output: {text: Hello Bob}}}}
                """.formatted(
                        FusciaServer.root().resolve("ear/examples/components")));
        Files.writeString(folder.resolve("greeting.yaml"), snippet("yaml"));
        FusciaCli.Result failed = cli.run("test", expect.toString());
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out())
                .contains("FAIL  greets Bob")
                .contains(expect + ":5:")
                .contains("output.text is to be \"Hello Bob\", but it is \"Hello Ada\"");

        Files.writeString(folder.resolve("greeting.yaml"), "workflow_id: greeting\n");
        assertThat(cli.run("test", expect.toString()).exitCode()).isEqualTo(3);
        assertThat(cli.run("test", "no-such-file").exitCode()).isEqualTo(2);
    }

    @Test
    void invalidDefinitionsAreReportedWithFileAndLine(FusciaServer server) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), """
                workflow_id: wrong
                name: Wrong
                nodes:
                  - {node_id: start, type: trigger, trigger_type: manual}
                edges:
                  - [start, nowhere]
                """);

        FusciaCli.Result result = new FusciaCli(server).run("validate", file.toString());

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains(file + ":6:").contains("nowhere");
    }

    @Test
    void appliesAWorkflowThatIsOnlyDoubtfulAndShowsWhereAndWhy(FusciaServer server, Api api) throws IOException {
        Path file = Files.writeString(folder.resolve("doubtful.yaml"), """
                workflow_id: doubtful
                name: Doubtful
                nodes:
                  - {node_id: start, type: trigger, trigger_type: manual}
                  - {node_id: ask, type: http, method: GET, url: "http://127.0.0.1:1/"}
                  - {node_id: tell, type: http, method: POST, url: "http://127.0.0.1:1/"}
                edges:
                  - [start, ask]
                  - {from: ask, to: tell, when: "1 < 2"}
                """);
        FusciaCli cli = new FusciaCli(server);

        // Again: what is unchanged is as doubtful as before.
        for (int i = 0; i < 2; i++) {
            FusciaCli.Result applied = cli.run("workflow", "apply", file.toString());
            assertThat(applied.exitCode()).as(applied.toString()).isZero();
            assertThat(applied.out()).startsWith("doubtful version 1 ");
            assertThat(applied.err())
                    .contains(file + ":5:5 warning: /nodes/1 ", "[unused_output]")
                    .contains(file + ":9:33 warning: /edges/1/when ", "always true", "[constant_condition]")
                    .contains("      help: ");
        }

        assertThat(api.get("/workflows/doubtful").object().getJsonArray("warnings"))
                .hasSize(2);
        FusciaCli.Result json = cli.run("workflow", "apply", file.toString(), "-o", "json");
        assertThat(json.out()).contains("\"warnings\"", "\"line\": 9", "\"column\": 33", "\"help\"");
    }

    @Test
    void refusesToApplyWhatIsWrongAndShowsWhereAndWhatToDo(FusciaServer server, Api api) throws IOException {
        Path file = Files.writeString(folder.resolve("unmet.yaml"), """
                workflow_id: unmet
                name: Unmet
                nodes:
                  - {node_id: start, type: trigger, trigger_type: manual}
                  - {node_id: small, type: http, method: GET, url: "http://127.0.0.1:1/"}
                  - {node_id: large, type: http, method: GET, url: "http://127.0.0.1:1/"}
                  - {node_id: both, type: join, join_strategy: all}
                edges:
                  - {from: start, to: small, when: "$.trigger.n < 10"}
                  - {from: start, to: large, when: "$.trigger.n >= 10"}
                  - [small, both]
                  - [large, both]
                """);

        FusciaCli.Result refused = new FusciaCli(server).run("workflow", "apply", file.toString());

        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(3);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains(file + ":7:5 /nodes/3 ", "'small'", "'large'", "exclude each other", "[join_never_fires]")
                .contains("      help: ");
        assertThat(api.get("/workflows/unmet").status()).isEqualTo(404);
    }

    @Test
    void whatIsNotThereHasItsOwnExitCode(FusciaServer server) {
        FusciaCli cli = new FusciaCli(server);
        assertThat(cli.run("execution", "show", "nothing").exitCode()).isEqualTo(4);
        assertThat(cli.run("workflow", "show", "nothing").exitCode()).isEqualTo(4);
        assertThat(cli.run("component", "inspect", "no/body").exitCode()).isEqualTo(4);
        assertThat(cli.run("run", "nothing").exitCode()).isEqualTo(4);
        assertThat(cli.run("nonsense").exitCode()).isEqualTo(2);
    }

    @Test
    void theServerDescribesItselfAndItsHealth(FusciaServer server, Api api) {
        Api.Answer openapi = api.get("/openapi");
        assertThat(openapi.status()).isEqualTo(200);
        assertThat(openapi.text()).startsWith("openapi: 3.1");
        assertThat(api.get("/schemas/workflow").object().getString("$schema"))
                .isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(api.get(server.url() + "/health/live").status()).isEqualTo(200);
        assertThat(api.get(server.url() + "/health/ready").status()).isEqualTo(200);
    }

    /** The first code block of this language in the README. */
    private static String snippet(String language) throws IOException {
        String readme = Files.readString(FusciaServer.root().resolve("README.md"));
        int start = readme.indexOf("```" + language + "\n") + language.length() + 4;
        return readme.substring(start, readme.indexOf("```", start));
    }
}
