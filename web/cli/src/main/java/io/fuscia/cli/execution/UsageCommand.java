package io.fuscia.cli.execution;

import io.fuscia.cli.Connection;
import io.fuscia.cli.ExitCode;
import io.fuscia.cli.output.Printer;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fuscia execution usage}: what stored executions take, by workflow, and how much of them stays. */
@Command(
        name = "usage",
        description = "Shows what executions that are over take, by workflow, and how much of them stays.",
        mixinStandardHelpOptions = true)
final class UsageCommand implements Callable<Integer> {
    private static final long DAY = 86_400_000L;

    @Mixin
    private Connection connection;

    @Override
    public Integer call() {
        JsonObject storage = connection.api().get("storage").asJsonObject();
        Printer printer = connection.printer();
        if (!printer.isTable()) {
            printer.value(storage);
            return ExitCode.OK;
        }
        printer.table(
                List.of("WORKFLOW", "EXECUTIONS", "BYTES", "STAYS"),
                storage.getJsonArray("workflows").getValuesAs(JsonObject.class).stream()
                        .map(row -> List.of(
                                row.getString("workflow_id"),
                                row.getJsonNumber("executions").toString(),
                                bytes(row.getJsonNumber("bytes").longValue()),
                                policy(row.getJsonObject("retention"))))
                        .toList());
        printer.line("all together: " + storage.getJsonNumber("executions") + " executions, "
                + bytes(storage.getJsonNumber("bytes").longValue()) + "; of all stays: "
                + policy(storage.getJsonObject("retention")));
        return ExitCode.OK;
    }

    /** For example {@code 12.3 MB}. */
    static String bytes(long count) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double value = count;
        int unit = 0;
        while (value >= 1_000 && unit < units.length - 1) {
            value /= 1_000;
            unit++;
        }
        return unit == 0 ? count + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    static String policy(JsonObject retention) {
        StringBuilder text = new StringBuilder();
        if (retention.containsKey("max_age_ms")) {
            long millis = retention.getJsonNumber("max_age_ms").longValue();
            text.append(millis % DAY == 0 ? millis / DAY + " days" : millis + " ms");
        }
        if (retention.containsKey("max_count")) {
            text.append(text.length() > 0 ? ", " : "").append(retention.getJsonNumber("max_count"));
        }
        if (retention.containsKey("max_bytes")) {
            text.append(text.length() > 0 ? ", " : "")
                    .append(bytes(retention.getJsonNumber("max_bytes").longValue()));
        }
        return text.length() == 0 ? "-" : text.toString();
    }
}
