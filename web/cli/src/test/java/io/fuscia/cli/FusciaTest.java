package io.fuscia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FusciaTest {
    private static final String ENDED = """
        {"execution_id":"e1","workflow_id":"w","workflow_version":1,"status":"%s","duration_ms":12,
         "tasks":[{"node_id":"fetch","status":"succeeded","duration_ms":7,"attempts":2,"output":{"a":1}}]}
        """;

    @TempDir
    Path folder;

    private CannedServer server;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void startServer() throws IOException {
        server = new CannedServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void runPrintsEveryTaskWithItsOutput() {
        server.answer("POST api/v1/workflows/w/executions", 202, ENDED.formatted("running"))
                .answer("GET api/v1/executions/e1?wait=30", 200, ENDED.formatted("succeeded"));

        int exit = fuscia("run", "w", "--input", "{\"x\":1}");

        assertThat(exit).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("✔ fetch  succeeded  7 ms  after 2 attempts")
                .contains("{\"a\":1}");
        assertThat(server.requests().get(0).text()).isEqualTo("{\"payload\":{\"x\":1}}");
        assertThat(server.requests().get(0).headers()).containsKey("Idempotency-key");
    }

    @Test
    void runReadsItsInputFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("input.json"), "{\"x\": [1, 2]}");
        server.answer("POST api/v1/workflows/w/executions", 202, ENDED.formatted("running"))
                .answer("GET api/v1/executions/e1?wait=30", 200, ENDED.formatted("succeeded"));

        assertThat(fuscia("run", "w", "--input", "@" + file)).as(err.toString()).isEqualTo(ExitCode.OK);

        assertThat(server.requests().get(0).text()).isEqualTo("{\"payload\":{\"x\":[1,2]}}");
    }

    @Test
    void followTellsHowFarLoopsAre() {
        String running = """
            {"execution_id":"e1","workflow_id":"w","workflow_version":1,"status":"running",
             "tasks":[{"node_id":"each","type":"loop","status":"running","attempts":0}]}
            """;
        server.answer("POST api/v1/workflows/w/executions", 202, running)
                .answer("GET api/v1/executions/e1", 200, running)
                .answer("GET api/v1/executions/e1/loops", 200, """
                    {"items":[{"node_id":"each","status":"running","total":100000,"done":312,"failed":2}]}
                    """)
                .afterwards("GET api/v1/executions/e1", ENDED.formatted("succeeded"));

        int exit = fuscia("run", "w", "--follow");

        assertThat(exit).as(err.toString()).isEqualTo(ExitCode.OK);
        assertThat(err.toString()).contains("… each  312 of 100000, 2 failed");
    }

    @Test
    void showSaysThatThereAreMoreTasksAndGetsThemAllOnDemand() {
        String task = "{\"node_id\":\"each/work\",\"iteration\":\"%s\",\"status\":\"succeeded\",\"attempts\":1}";
        server.answer(
                        "GET api/v1/executions/e1",
                        200,
                        "{\"execution_id\":\"e1\",\"workflow_id\":\"w\",\"workflow_version\":1,\"status\":\"succeeded\","
                                + "\"next_task_cursor\":\"a\",\"tasks\":[" + task.formatted("0") + "]}")
                .answer(
                        "GET api/v1/executions/e1/tasks?limit=500&cursor=a",
                        200,
                        "{\"next_cursor\":\"b\",\"items\":[" + task.formatted("1") + "]}")
                .answer(
                        "GET api/v1/executions/e1/tasks?limit=500&cursor=b",
                        200,
                        "{\"items\":[" + task.formatted("2") + "]}");

        assertThat(fuscia("execution", "show", "e1")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("each/work[0]", "execution show --all e1")
                .doesNotContain("work[1]");
        assertThat(fuscia("execution", "show", "--all", "e1")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("each/work[1]", "each/work[2]");
    }

    @Test
    void showTellsWhatARestartTookOver() {
        server.answer("GET api/v1/executions/e2", 200, """
            {"execution_id":"e2","workflow_id":"w","workflow_version":1,"status":"succeeded","restarted_from":"e1",
             "tasks":[{"node_id":"done","status":"succeeded","attempts":0,"taken_over_from":"e1"},
                      {"node_id":"again","status":"succeeded","attempts":1}]}
            """);

        assertThat(fuscia("execution", "show", "e2")).isEqualTo(ExitCode.OK);

        assertThat(out.toString().lines())
                .contains("  restart of e1", "  ✔ done  succeeded  taken over from e1", "  ✔ again  succeeded");
    }

    @Test
    void runEndsWithOneWhenTheExecutionFails() {
        server.answer("POST api/v1/workflows/w/executions", 202, ENDED.formatted("running"))
                .answer("GET api/v1/executions/e1?wait=30", 200, ENDED.formatted("failed"));

        assertThat(fuscia("run", "w")).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void refusedDefinitionIsReportedWithFileLineAndPointer() throws IOException {
        Path file = Files.writeString(folder.resolve("flow.yaml"), "nodes: []");
        server.answer("POST api/v1/workflows?dry_run=true", 422, """
            {"status":422,"detail":"the definition has 1 error","errors":[
              {"pointer":"/nodes/0","code":"unknown_node","message":"no such node","line":3,"column":5}]}
            """);

        assertThat(fuscia("validate", file.toString())).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains(file + ":3:5 /nodes/0 no such node [unknown_node]");
        assertThat(server.requests().get(0).headers().get("Content-type")).containsExactly("application/yaml");
    }

    @Test
    void validateShowsWarningsApartWithPlaceAndHelp() throws IOException {
        Path file = Files.writeString(folder.resolve("doubtful.yaml"), "workflow_id: x\n");
        server.answer("POST api/v1/workflows?dry_run=true", 200, """
            {"workflow_id":"x","version":0,"warnings":[
              {"pointer":"/edges/1/when","code":"constant_condition","severity":"warning",
               "message":"always true","help":"Leave it out.","line":7,"column":9}]}
            """);

        assertThat(fuscia("validate", file.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains(
                        file + ": valid, with warnings",
                        file + ":7:9 warning: /edges/1/when always true [constant_condition]",
                        "help: Leave it out.");
        assertThat(fuscia("validate", "-o", "json", file.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("\"constant_condition\"");
    }

    @Test
    void applyStoresWhatIsOnlyDoubtfulAndShowsWarningsWithPlaceAndHelp() throws IOException {
        Path file = Files.writeString(folder.resolve("doubtful.yaml"), "workflow_id: x\n");
        server.answer("POST api/v1/workflows", 201, """
            {"workflow_id":"x","version":3,"created":true,"warnings":[
              {"pointer":"/nodes/1","code":"unused_output","severity":"warning",
               "message":"nobody reads it","help":"Remove the node.","line":5,"column":3}]}
            """);

        assertThat(fuscia("workflow", "apply", file.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualToIgnoringNewLines("x version 3 stored\n");
        assertThat(err.toString())
                .contains(
                        file + ":5:3 warning: /nodes/1 nobody reads it [unused_output]",
                        "      help: Remove the node.");
    }

    @Test
    void applyShowsWhyADefinitionIsRefusedWithPlaceAndHelp() throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), "workflow_id: x\n");
        server.answer("POST api/v1/workflows", 422, """
            {"status":422,"detail":"the workflow definition is not valid: no way","errors":[
              {"pointer":"/nodes/3","code":"join_never_fires","message":"no way","help":"Use any.","line":7,"column":5}]}
            """);

        assertThat(fuscia("workflow", "apply", file.toString())).isEqualTo(ExitCode.INVALID);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains(file + ":7:5 /nodes/3 no way [join_never_fires]", "      help: Use any.");
    }

    @Test
    void validatePrintsTheWholeProblemAsJson() throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), "workflow_id: x\n");
        server.answer("POST api/v1/workflows?dry_run=true", 422, """
            {"detail":"not valid","errors":[{"pointer":"/nodes","code":"missing_key","message":"no nodes"}],
             "warnings":[{"pointer":"/x","code":"unused_output","message":"nobody reads it"}]}
            """);

        assertThat(fuscia("validate", "-o", "json", file.toString())).isEqualTo(ExitCode.INVALID);
        assertThat(out.toString()).contains("\"errors\"", "\"warnings\"", "missing_key", "unused_output");
    }

    @Test
    void exitCodesTellNotFoundFromConflictFromUsage() {
        server.answer("POST api/v1/executions/e1/cancel", 409, "{\"detail\":\"it has ended\"}");

        assertThat(fuscia("execution", "show", "nobody")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(fuscia("execution", "cancel", "e1")).isEqualTo(ExitCode.CONFLICT);
        assertThat(fuscia("run", "w", "--input", "{nonsense")).isEqualTo(ExitCode.USAGE);
        assertThat(fuscia("run", "w", "--input", "@" + folder.resolve("absent.json")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("cannot read " + folder.resolve("absent.json") + ": there is no such file");
        assertThat(fuscia("no-such-command")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void unreachableServerIsNamed() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        int exit = command().execute("workflow", "list", "--server", "http://127.0.0.1:" + port + "/fuscia");

        assertThat(exit).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("no Fuscia server answers at http://127.0.0.1:" + port);
    }

    @Test
    void installPacksAFolderAndAddsItsDigest() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), "{\"name\":\"a/b\",\"version\":\"1.0.0\"}");
        Files.writeString(folder.resolve("component.wasm"), "wasm");
        Files.createDirectory(folder.resolve("assets"));
        Files.writeString(folder.resolve("assets/icon.svg"), "<svg/>");
        server.answer(
                "POST api/v1/components", 201, "{\"name\":\"a/b\",\"version\":\"1.0.0\",\"digest\":\"sha256:00\"}");

        assertThat(fuscia("component", "install", folder.toString())).isEqualTo(ExitCode.OK);

        List<String> names = new ArrayList<>();
        String manifest = "";
        try (ZipInputStream zip = new ZipInputStream(
                new java.io.ByteArrayInputStream(server.requests().get(0).bytes()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                if (entry.getName().equals("manifest.json")) {
                    manifest = new String(zip.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                }
            }
        }
        assertThat(names).containsExactly("manifest.json", "component.wasm", "assets/icon.svg");
        assertThat(manifest)
                .contains("\"digest\": \"sha256:336154bf67f765f8f75d16a0accee61b5ee5f6a75b2a2905703df913bd550f3e\"");
    }

    @Test
    void packingTwiceGivesTheSameBytes() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), "{\"name\":\"a/b\",\"version\":\"1.0.0\"}");
        Files.writeString(folder.resolve("component.wasm"), "wasm");
        Path first = folder.resolve("first.fcpkg");
        Path second = folder.resolve("second.fcpkg");

        fuscia("component", "pack", folder.toString(), "--to", first.toString());
        fuscia("component", "pack", folder.toString(), "--to", second.toString());

        assertThat(first).hasSameBinaryContentAs(second);
    }

    @Test
    void listsPrintAsTableJsonAndYaml() {
        server.answer(
                "GET api/v1/workflows?limit=200",
                200,
                "{\"items\":[{\"workflow_id\":\"w\",\"version\":3,\"name\":\"W\",\"updated_at\":\"2026-01-01\"}]}");

        fuscia("workflow", "list");
        assertThat(out.toString())
                .contains("WORKFLOW  VERSION  NAME  UPDATED")
                .contains("w         3        W     2026-01-01");
        fuscia("workflow", "list", "-o", "json");
        assertThat(out.toString()).contains("\"workflow_id\": \"w\"");
        fuscia("workflow", "list", "-o", "yaml");
        assertThat(out.toString()).contains("- workflow_id: w");
    }

    private int fuscia(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!arguments[0].equals("no-such-command")) {
            all.add("--server");
            all.add(server.url());
        }
        return command().execute(all.toArray(String[]::new));
    }

    private CommandLine command() {
        return Fuscia.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    }
}
