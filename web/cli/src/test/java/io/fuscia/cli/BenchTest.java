package io.fuscia.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.cli.api.ApiClient;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchTest {
    private static final String START = "POST api/v1/workflows/w/executions?tasks=false&wait=30";
    private static final String EXECUTION =
            "{\"execution_id\":\"e1\",\"workflow_id\":\"w\",\"error\":{\"status\":\"x\"},\"status\":\"%s\"}";

    private CannedServer server;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void startServer() throws IOException {
        server = new CannedServer().answer("GET api/v1/server", 200, "{\"java\":\"17\",\"processors\":2,\"cpu_ms\":5}");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void countsExecutionsThatSucceeded() {
        server.answer(START, 200, EXECUTION.formatted("succeeded"));

        assertThat(bench("--concurrency", "2")).as(err.toString()).isEqualTo(ExitCode.OK);

        JsonObject report = ApiClient.parse(out.toString()).asJsonObject();
        assertThat(report.getInt("workflows")).isPositive();
        assertThat(report.getInt("errors")).isZero();
        assertThat(report.getInt("concurrency")).isEqualTo(2);
        assertThat(report.getJsonNumber("p99_ms").doubleValue())
                .isGreaterThanOrEqualTo(report.getJsonNumber("p50_ms").doubleValue());
    }

    @Test
    void goesOnWaitingForWhatIsNotOverYet() {
        server.answer(START, 202, EXECUTION.formatted("running"))
                .answer("GET api/v1/executions/e1?tasks=false&wait=30", 200, EXECUTION.formatted("succeeded"));

        assertThat(bench()).as(err.toString()).isEqualTo(ExitCode.OK);
    }

    @Test
    void countsFailuresByReasonAndSaysSoByItsExitCode() {
        server.answer(START, 200, EXECUTION.formatted("failed"));

        assertThat(bench()).isEqualTo(ExitCode.FAILED);

        JsonObject report = ApiClient.parse(out.toString()).asJsonObject();
        assertThat(report.getInt("workflows")).isZero();
        assertThat(report.getJsonObject("error_reasons").getInt("failed"))
                .isEqualTo(report.getInt("errors"))
                .isPositive();
    }

    @Test
    void countsRefusedStarts() {
        server.answer(START, 503, "{}");

        assertThat(bench()).isEqualTo(ExitCode.FAILED);
        assertThat(ApiClient.parse(out.toString()).asJsonObject().getJsonObject("error_reasons"))
                .containsKey("HTTP 503");
    }

    @Test
    void refusesWhatIsNoTime() {
        assertThat(fuscia("bench", "w", "--duration", "soon")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--duration").contains("such as 20s");
        assertThat(fuscia("bench", "w", "--concurrency", "0")).isEqualTo(ExitCode.USAGE);
    }

    private int bench(String... more) {
        String[] arguments = new String[more.length + 8];
        String[] first = {"bench", "w", "--warm-up", "50ms", "--duration", "200ms", "-o", "json"};
        System.arraycopy(first, 0, arguments, 0, first.length);
        System.arraycopy(more, 0, arguments, first.length, more.length);
        return fuscia(arguments);
    }

    private int fuscia(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--server";
        all[arguments.length + 1] = server.url();
        CommandLine command = Fuscia.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(all);
    }
}
