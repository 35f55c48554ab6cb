package io.fuscia.cli.execution;

import io.fuscia.cli.Connection;
import io.fuscia.cli.ExitCode;
import io.fuscia.cli.output.Printer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fuscia execution prune}: removes now what retention would remove in the next minutes. */
@Command(
        name = "prune",
        description = {
            "Removes executions that are over and older, or more, than is to be kept, with their artifacts.",
            "The server does so by itself every ten minutes.",
            "What was started with an idempotency key, as fuscia run does, stays for a day, and what was restarted as"
                    + " long as its restart."
        },
        mixinStandardHelpOptions = true)
final class PruneCommand implements Callable<Integer> {
    @Mixin
    private Connection connection;

    @Option(names = "--dry-run", description = "only say what would be removed")
    private boolean dryRun;

    @Option(names = "--compact", description = "give the space back to the disk, too; writers wait meanwhile")
    private boolean compact;

    @Override
    public Integer call() {
        JsonObject answer = connection
                .api()
                .post(
                        "storage/prune",
                        Json.createObjectBuilder()
                                .add("dry_run", dryRun)
                                .add("compact", compact)
                                .build())
                .asJsonObject();
        Printer printer = connection.printer();
        if (!printer.isTable()) {
            printer.value(answer);
            return ExitCode.OK;
        }
        if (answer.getJsonNumber("executions").longValue() > 0) {
            printer.table(
                    List.of("WORKFLOW", dryRun ? "WOULD GO" : "REMOVED"),
                    answer.getJsonArray("workflows").getValuesAs(JsonObject.class).stream()
                            .map(row -> List.of(
                                    row.getString("workflow_id"),
                                    row.getJsonNumber("executions").toString()))
                            .toList());
        }
        printer.line(answer.getJsonNumber("executions") + " executions, "
                + UsageCommand.bytes(answer.getJsonNumber("bytes").longValue())
                + (dryRun ? " would be removed" : " removed"));
        if (answer.containsKey("given_back_bytes")) {
            printer.line(UsageCommand.bytes(
                            answer.getJsonNumber("given_back_bytes").longValue()) + " given back to the disk");
        }
        return ExitCode.OK;
    }
}
