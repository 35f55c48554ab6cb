package io.fuscia.cli.workflow;

import io.fuscia.cli.Connection;
import io.fuscia.cli.ExitCode;
import io.fuscia.cli.UsageProblem;
import io.fuscia.cli.api.ApiClient;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fuscia workflow retention}: how much of one workflow's past stays. */
@Command(
        name = "retention",
        description = {
            "Shows or sets how much of one workflow's past stays, besides what the server keeps of all.",
            "Without an option it shows; what is not given when setting has no limit of its own."
        },
        mixinStandardHelpOptions = true)
final class RetentionCommand implements Callable<Integer> {
    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,15})([A-Za-z]*)");
    private static final Map<String, Long> TIMES = Map.of("d", 86_400_000L, "h", 3_600_000L, "m", 60_000L, "s", 1_000L);
    private static final Map<String, Long> SIZES = Map.of("", 1L, "kb", 1_000L, "mb", 1_000_000L, "gb", 1_000_000_000L);

    @Mixin
    private Connection connection;

    @Parameters(paramLabel = "WORKFLOW")
    private String workflow;

    @Option(names = "--age", paramLabel = "TIME", description = "as in 7d, 12h, 30m")
    private Optional<String> age;

    @Option(names = "--count", paramLabel = "N", description = "how many executions that are over")
    private Optional<Long> count;

    @Option(names = "--size", paramLabel = "SIZE", description = "as in 500MB, 2GB")
    private Optional<String> size;

    @Option(names = "--none", description = "no limits of its own any more")
    private boolean none;

    @Override
    public Integer call() {
        String path = "storage/retention/" + ApiClient.encode(workflow);
        boolean sets = age.isPresent() || count.isPresent() || size.isPresent();
        if (sets && none) {
            throw new UsageProblem("--none goes with no other limit");
        }
        JsonObject now;
        if (sets || none) {
            JsonObjectBuilder body = Json.createObjectBuilder();
            age.ifPresent(text -> body.add("max_age_ms", number("--age", text, TIMES)));
            count.ifPresent(most -> body.add("max_count", most));
            size.ifPresent(text -> body.add("max_bytes", number("--size", text, SIZES)));
            now = connection.api().put(path, body.build()).asJsonObject();
        } else {
            now = connection.api().get(path).asJsonObject();
        }
        connection.printer().value(now);
        return ExitCode.OK;
    }

    private static long number(String option, String text, Map<String, Long> units) {
        Matcher matcher = NUMBER.matcher(text);
        Long unit = matcher.matches() ? units.get(matcher.group(2).toLowerCase(java.util.Locale.ROOT)) : null;
        if (unit == null) {
            throw new UsageProblem(option + " takes a number with one of " + units.keySet() + ", not " + text);
        }
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    }
}
