package io.fuscia.cli.execution;

import io.fuscia.cli.Connection;
import io.fuscia.cli.ExitCode;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fuscia run FILE|ID}: starts an execution, waits for its end and prints every task with its output. */
@Command(
        name = "run",
        description = "Runs a workflow and prints the execution with every task's output.",
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    @Mixin
    private Connection connection;

    @Parameters(
            paramLabel = "FILE|ID",
            description = "a definition, which is applied first, or the id of a stored workflow")
    private String workflow;

    @Option(names = "--input", paramLabel = "JSON|@FILE", description = "the payload; default: {}", defaultValue = "{}")
    private String input;

    @Option(names = "--trigger", paramLabel = "NODE", description = "the trigger to fire; default: the only manual one")
    private Optional<String> trigger;

    @Option(names = "--follow", description = "print each task as it ends")
    private boolean follow;

    @Option(names = "--detach", description = "do not wait: print the execution as accepted")
    private boolean detach;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "starting twice with one key starts once; default: a random key")
    private Optional<String> idempotencyKey;

    @Override
    public Integer call() {
        JsonValue payload = JsonArgument.read("--input", input);
        WorkflowRun run = WorkflowRun.start(
                connection.api(), workflow, payload, trigger, idempotencyKey.orElseGet(() -> UUID.randomUUID()
                        .toString()));
        if (detach) {
            connection.printer().value(run.accepted());
            return ExitCode.OK;
        }
        return follow ? run.await(connection::note, connection.printer()) : run.await(connection.printer());
    }
}
