package io.fuscia.cli.execution;

import io.fuscia.cli.Connection;
import io.fuscia.cli.ExitCode;
import io.fuscia.cli.UsageProblem;
import io.fuscia.cli.output.Printer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fuscia execution restart}: runs what is over again, one execution or all that a filter finds. */
@Command(
        name = "restart",
        description = {
            "Runs an execution that is over again, as a new one that takes over what was done.",
            "Without --node and --from-start: from what failed or did not come to run.",
            "With --all instead of an execution: every one that failed and was not restarted before."
        },
        mixinStandardHelpOptions = true)
final class RestartCommand implements Callable<Integer> {
    @Mixin
    private Connection connection;

    @Parameters(paramLabel = "EXECUTION", arity = "0..1")
    private Optional<String> execution;

    @Option(names = "--from-start", description = "take nothing over")
    private boolean fromStart;

    @Option(names = "--node", paramLabel = "NODE", description = "from this node; in a loop: LOOP/NODE")
    private Optional<String> node;

    @Option(
            names = "--iteration",
            paramLabel = "INDEX",
            description = "which iteration, from 0, as in 3 or 3/14; for a loop: from that iteration on")
    private Optional<String> iteration;

    @Option(names = "--input", paramLabel = "JSON|@FILE", description = "another payload; default: the same")
    private Optional<String> input;

    @Option(names = "--workflow-version", paramLabel = "N|newest", description = "of the workflow; default: the same")
    private Optional<String> version;

    @Option(names = "--all", description = "restart all that the options below find")
    private boolean all;

    @Option(names = "--workflow", paramLabel = "ID", description = "with --all: only of this workflow")
    private Optional<String> workflow;

    @Option(
            names = "--status",
            description = "with --all: failed (the default), timed_out, cancelled or completed_with_errors")
    private Optional<String> status;

    @Option(names = "--error-code", paramLabel = "CODE", description = "with --all: only with this error")
    private Optional<String> errorCode;

    @Option(names = "--created-from", paramLabel = "TIME", description = "with --all: as in 2026-11-26T08:00:00Z")
    private Optional<String> from;

    @Option(names = "--created-until", paramLabel = "TIME", description = "with --all: before this time")
    private Optional<String> until;

    @Option(names = "--limit", description = "with --all: at most this many; default: 100")
    private Optional<Integer> limit;

    @Option(names = "--dry-run", description = "with --all: only say which")
    private boolean dryRun;

    @Option(names = "--follow", description = "print each task as it ends")
    private boolean follow;

    @Option(names = "--detach", description = "do not wait: print the execution as accepted")
    private boolean detach;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "restarting twice with one key restarts once")
    private Optional<String> idempotencyKey;

    @Override
    public Integer call() {
        if (all == execution.isPresent()) {
            throw new UsageProblem("restart takes an execution, or --all");
        }
        return all ? restartAll() : restartOne();
    }

    private int restartOne() {
        if (workflow.isPresent()
                || status.isPresent()
                || errorCode.isPresent()
                || from.isPresent()
                || until.isPresent()
                || limit.isPresent()
                || dryRun) {
            throw new UsageProblem("filters, --limit and --dry-run go with --all");
        }
        JsonObjectBuilder body = common();
        node.ifPresent(path -> body.add("node", path));
        iteration.ifPresent(index -> body.add("iteration", index));
        input.ifPresent(text -> body.add("payload", JsonArgument.read("--input", text)));
        WorkflowRun run = WorkflowRun.restart(
                connection.api(),
                execution.orElseThrow(),
                body.build(),
                idempotencyKey.orElseGet(() -> UUID.randomUUID().toString()));
        if (detach) {
            connection.printer().value(run.accepted());
            return ExitCode.OK;
        }
        return run.await(follow ? connection::note : line -> {}, connection.printer());
    }

    private int restartAll() {
        if (node.isPresent() || iteration.isPresent() || input.isPresent()) {
            throw new UsageProblem("--node, --iteration and --input are for one execution");
        }
        JsonObjectBuilder body = common().add("dry_run", dryRun);
        workflow.ifPresent(id -> body.add("workflow_id", id));
        status.ifPresent(name -> body.add("status", name));
        errorCode.ifPresent(code -> body.add("error_code", code));
        from.ifPresent(time -> body.add("created_from", time));
        until.ifPresent(time -> body.add("created_until", time));
        limit.ifPresent(most -> body.add("limit", most));
        JsonObject answer =
                connection.api().post("executions/restart", body.build()).asJsonObject();
        List<JsonObject> items = answer.getJsonArray("items").getValuesAs(JsonObject.class);
        print(answer, items);
        return items.stream().anyMatch(item -> item.containsKey("problem")) ? ExitCode.FAILED : ExitCode.OK;
    }

    private void print(JsonObject answer, List<JsonObject> items) {
        Printer printer = connection.printer();
        if (!printer.isTable()) {
            printer.value(answer);
            return;
        }
        printer.table(
                List.of("FAILED", "RESTARTED AS"),
                items.stream()
                        .map(item -> List.of(
                                item.getString("origin"),
                                item.containsKey("problem")
                                        ? item.getJsonObject("problem").getString("detail")
                                        : item.getString("execution_id", "(would be restarted)")))
                        .toList());
        if (answer.getBoolean("more")) {
            connection.note("there may be more: run it again");
        }
    }

    private JsonObjectBuilder common() {
        JsonObjectBuilder body = Json.createObjectBuilder();
        if (fromStart) {
            body.add("from_start", JsonValue.TRUE);
        }
        version.ifPresent(text -> {
            if (text.equals("newest")) {
                body.add("version", text);
            } else {
                try {
                    body.add("version", Integer.parseInt(text));
                } catch (NumberFormatException e) {
                    throw new UsageProblem("--workflow-version is a number or newest, not " + text, e);
                }
            }
        });
        return body;
    }
}
