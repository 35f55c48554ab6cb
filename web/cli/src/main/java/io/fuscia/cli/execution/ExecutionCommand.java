package io.fuscia.cli.execution;

import io.fuscia.cli.Connection;
import io.fuscia.cli.api.ApiClient;
import io.fuscia.cli.output.Printer;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fuscia execution …}. */
@Command(
        name = "execution",
        description = "Lists, shows, cancels, pauses, resumes and restarts executions.",
        subcommands = {RestartCommand.class, PruneCommand.class, UsageCommand.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class ExecutionCommand {
    @Command(name = "list", description = "Lists executions, newest first.", mixinStandardHelpOptions = true)
    void list(
            @Mixin Connection connection,
            @Option(names = "--workflow", paramLabel = "ID", description = "only of this workflow")
                    Optional<String> workflow,
            @Option(names = "--status", paramLabel = "STATUS", description = "only with this status")
                    Optional<String> status,
            @Option(names = "--limit", description = "how many; default: ${DEFAULT-VALUE}", defaultValue = "50")
                    int limit,
            @Option(names = "--cursor", description = "go on where an earlier list ended") Optional<String> cursor) {
        StringBuilder query = new StringBuilder("executions?limit=").append(limit);
        workflow.ifPresent(id -> query.append("&workflow_id=").append(ApiClient.encode(id)));
        status.ifPresent(name -> query.append("&status=").append(ApiClient.encode(name)));
        cursor.ifPresent(from -> query.append("&cursor=").append(ApiClient.encode(from)));
        JsonObject page = connection.api().get(query.toString()).asJsonObject();
        Printer printer = connection.printer();
        if (!printer.isTable()) {
            printer.value(page);
            return;
        }
        printer.table(
                List.of("EXECUTION", "WORKFLOW", "VERSION", "STATUS", "CREATED", "DURATION"),
                page.getJsonArray("items").getValuesAs(JsonObject.class).stream()
                        .map(item -> List.of(
                                item.getString("execution_id"),
                                item.getString("workflow_id"),
                                String.valueOf(item.getInt("workflow_version")),
                                item.getString("status"),
                                item.getString("created_at"),
                                ExecutionView.duration(item).strip()))
                        .toList());
        if (page.get("next_cursor") instanceof jakarta.json.JsonString next) {
            connection.note("more: --cursor " + next.getString());
        }
    }

    @Command(name = "show", description = "Shows an execution with its tasks.", mixinStandardHelpOptions = true)
    void show(
            @Mixin Connection connection,
            @Option(names = "--all", description = "with every task inside loops; default: the first 1000") boolean all,
            @Parameters(paramLabel = "EXECUTION") String execution) {
        JsonObject shown = connection
                .api()
                .get("executions/" + ApiClient.encode(execution))
                .asJsonObject();
        new ExecutionView(all ? withAllTasks(connection.api(), execution, shown) : shown).print(connection.printer());
    }

    private static JsonObject withAllTasks(ApiClient api, String execution, JsonObject shown) {
        JsonArrayBuilder tasks = Json.createArrayBuilder(shown.getJsonArray("tasks"));
        Optional<String> cursor = Optional.ofNullable(shown.getString("next_task_cursor", null));
        while (cursor.isPresent()) {
            JsonObject page = api.get("executions/" + ApiClient.encode(execution) + "/tasks?limit=500&cursor="
                            + ApiClient.encode(cursor.get()))
                    .asJsonObject();
            page.getJsonArray("items").forEach(tasks::add);
            cursor = Optional.ofNullable(page.getString("next_cursor", null));
        }
        return Json.createObjectBuilder(shown)
                .remove("next_task_cursor")
                .add("tasks", tasks)
                .build();
    }

    @Command(
            name = "loops",
            description = "Shows how far the loops of an execution are.",
            mixinStandardHelpOptions = true)
    void loops(@Mixin Connection connection, @Parameters(paramLabel = "EXECUTION") String execution) {
        JsonObject loops = connection
                .api()
                .get("executions/" + ApiClient.encode(execution) + "/loops")
                .asJsonObject();
        Printer printer = connection.printer();
        if (!printer.isTable()) {
            printer.value(loops);
            return;
        }
        printer.table(
                List.of("LOOP", "STATUS", "DONE", "FAILED", "TOTAL"),
                loops.getJsonArray("items").getValuesAs(JsonObject.class).stream()
                        .map(loop -> List.of(
                                loop.getString("node_id"),
                                loop.getString("status"),
                                String.valueOf(loop.getInt("done")),
                                String.valueOf(loop.getInt("failed")),
                                String.valueOf(loop.getInt("total"))))
                        .toList());
    }

    @Command(
            name = "cancel",
            description = "Cancels an execution; what runs is interrupted.",
            mixinStandardHelpOptions = true)
    void cancel(@Mixin Connection connection, @Parameters(paramLabel = "EXECUTION") String execution) {
        act(connection, execution, "cancel");
    }

    @Command(
            name = "pause",
            description = "Pauses an execution: running nodes finish, no other starts.",
            mixinStandardHelpOptions = true)
    void pause(@Mixin Connection connection, @Parameters(paramLabel = "EXECUTION") String execution) {
        act(connection, execution, "pause");
    }

    @Command(name = "resume", description = "Lets a paused execution go on.", mixinStandardHelpOptions = true)
    void resume(@Mixin Connection connection, @Parameters(paramLabel = "EXECUTION") String execution) {
        act(connection, execution, "resume");
    }

    private static void act(Connection connection, String execution, String action) {
        JsonObject now = connection
                .api()
                .post("executions/" + ApiClient.encode(execution) + "/" + action, JsonValue.EMPTY_JSON_OBJECT)
                .asJsonObject();
        Printer printer = connection.printer();
        if (printer.isTable()) {
            printer.line(execution + " " + now.getString("status"));
        } else {
            printer.value(now);
        }
    }
}
