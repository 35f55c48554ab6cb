package io.fuscia.cli.bench;

import io.fuscia.cli.Connection;
import io.fuscia.cli.ExitCode;
import io.fuscia.cli.UsageProblem;
import io.fuscia.cli.api.ApiClient;
import io.fuscia.cli.execution.JsonArgument;
import io.fuscia.cli.execution.WorkflowRun;
import io.fuscia.cli.output.Printer;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fuscia bench FILE|ID}: runs a workflow as often as it can for a while, and says how fast that went. */
@Command(
        name = "bench",
        description = {
            "Runs a workflow again and again and measures.",
            "Each client starts an execution and waits for its end before it starts the next. A latency is from sending"
                    + " the submission to having the answer that the execution is over."
        },
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,7})(ms|s|m)");

    @Mixin
    private Connection connection;

    @Parameters(
            paramLabel = "FILE|ID",
            description = "a definition, which is applied first, or the id of a stored workflow")
    private String workflow;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "clients at the same time; default: ${DEFAULT-VALUE}",
            defaultValue = "1")
    private int concurrency;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "how long to measure, as 20s, 500ms or 2m; default: ${DEFAULT-VALUE}",
            defaultValue = "20s")
    private String duration;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            description = "how long to run before; default: ${DEFAULT-VALUE}",
            defaultValue = "5s")
    private String warmUp;

    @Option(names = "--input", paramLabel = "JSON|@FILE", description = "the payload; default: {}", defaultValue = "{}")
    private String input;

    @Override
    public Integer call() {
        if (concurrency < 1 || concurrency > 1_000) {
            throw new UsageProblem("--concurrency is 1 to 1000, not " + concurrency);
        }
        Duration measured = duration("--duration", duration);
        Duration before = duration("--warm-up", warmUp);
        ApiClient api = connection.api();
        String id = WorkflowRun.workflowId(api, workflow);
        Load load = new Load(api, id, JsonArgument.read("--input", input), concurrency);
        connection.note("running " + id + " with " + concurrency + (concurrency == 1 ? " client: " : " clients: ")
                + warmUp + " to warm up, then " + duration);
        JsonObject report = load.run(before, measured);
        print(report);
        return report.getJsonNumber("errors").longValue() == 0
                        && report.getJsonNumber("workflows").longValue() > 0
                ? ExitCode.OK
                : ExitCode.FAILED;
    }

    private void print(JsonObject report) {
        Printer printer = connection.printer();
        if (!printer.isTable()) {
            printer.value(report);
            return;
        }
        printer.table(
                List.of("MEASURED", "VALUE"),
                report.entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), entry.getValue().toString()))
                        .toList());
    }

    private static Duration duration(String option, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new UsageProblem(option + " is a number with ms, s or m behind it, such as 20s, not " + text);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }
}
