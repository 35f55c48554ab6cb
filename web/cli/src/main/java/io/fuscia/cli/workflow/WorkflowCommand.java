package io.fuscia.cli.workflow;

import io.fuscia.cli.Connection;
import io.fuscia.cli.api.ApiClient;
import io.fuscia.cli.output.Findings;
import io.fuscia.cli.output.Printer;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fuscia workflow …}. */
@Command(
        name = "workflow",
        description = "Applies, lists, shows, exports and deletes workflows.",
        mixinStandardHelpOptions = true,
        subcommands = RetentionCommand.class,
        synopsisSubcommandLabel = "COMMAND")
public final class WorkflowCommand {
    @Command(
            name = "apply",
            description = "Stores definitions; each becomes the newest version of its workflow.",
            mixinStandardHelpOptions = true)
    void apply(
            @Mixin Connection connection,
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "workflow definitions, JSON or YAML")
                    List<Path> files) {
        Printer printer = connection.printer();
        for (Path file : files) {
            JsonObject stored = new DefinitionFile(file).apply(connection.api());
            if (printer.isTable()) {
                printer.line(stored.getString("workflow_id") + " version " + stored.getInt("version") + " "
                        + (stored.getBoolean("created", true) ? "stored" : "unchanged"));
                Findings.lines(file.toString(), stored).forEach(connection::note);
            } else {
                printer.value(stored);
            }
        }
    }

    @Command(name = "list", description = "Lists the workflows.", mixinStandardHelpOptions = true)
    void list(@Mixin Connection connection) {
        JsonObject page = connection.api().get("workflows?limit=200").asJsonObject();
        Printer printer = connection.printer();
        if (!printer.isTable()) {
            printer.value(page);
            return;
        }
        printer.table(
                List.of("WORKFLOW", "VERSION", "NAME", "UPDATED"),
                page.getJsonArray("items").getValuesAs(JsonObject.class).stream()
                        .map(item -> List.of(
                                item.getString("workflow_id"),
                                String.valueOf(item.getInt("version")),
                                item.getString("name", ""),
                                item.getString("updated_at", "")))
                        .toList());
    }

    @Command(name = "show", description = "Shows one workflow, definition included.", mixinStandardHelpOptions = true)
    void show(@Mixin Connection connection, @Parameters(paramLabel = "WORKFLOW") String workflow) {
        JsonValue shown = connection.api().get("workflows/" + ApiClient.encode(workflow));
        connection.printer().value(shown);
    }

    /** What a workflow can be exported as. */
    enum ExportFormat {
        JSL,
        JSON
    }

    @Command(
            name = "export",
            description = "Prints a workflow as Jakarta Batch job XML (jsl) or as its definition (json).",
            mixinStandardHelpOptions = true)
    void export(
            @Mixin Connection connection,
            @Parameters(paramLabel = "WORKFLOW") String workflow,
            @Option(names = "--format", description = "jsl (default) or json", defaultValue = "JSL")
                    ExportFormat format) {
        String resource = "workflows/" + ApiClient.encode(workflow);
        if (format == ExportFormat.JSL) {
            connection
                    .printer()
                    .line(connection
                            .api()
                            .getText(resource + "/jsl", "application/xml")
                            .stripTrailing());
        } else {
            JsonObject shown = connection.api().get(resource).asJsonObject();
            connection.printer().line(Printer.pretty(shown.get("definition")));
        }
    }

    @Command(
            name = "delete",
            description = "Deletes a workflow that no execution uses.",
            mixinStandardHelpOptions = true)
    void delete(@Mixin Connection connection, @Parameters(paramLabel = "WORKFLOW") String workflow) {
        connection.api().delete("workflows/" + ApiClient.encode(workflow));
        connection.note("deleted " + workflow);
    }
}
