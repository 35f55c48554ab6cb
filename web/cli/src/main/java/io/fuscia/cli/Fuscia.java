package io.fuscia.cli;

import io.fuscia.cli.api.ApiProblem;
import io.fuscia.cli.api.ServerUnreachable;
import io.fuscia.cli.bench.BenchCommand;
import io.fuscia.cli.component.ComponentCommand;
import io.fuscia.cli.execution.ExecutionCommand;
import io.fuscia.cli.execution.RunCommand;
import io.fuscia.cli.output.Findings;
import io.fuscia.cli.server.BackupCommand;
import io.fuscia.cli.server.DemoCommand;
import io.fuscia.cli.server.RestoreCommand;
import io.fuscia.cli.server.StopCommand;
import io.fuscia.cli.server.UpCommand;
import io.fuscia.cli.test.TestCommand;
import io.fuscia.cli.workflow.ValidateCommand;
import io.fuscia.cli.workflow.WorkflowCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;

/** The {@code fuscia} command. */
@Command(
        name = "fuscia",
        mixinStandardHelpOptions = true,
        version = "fuscia 0.1.0-SNAPSHOT",
        description = "Runs workflows whose nodes are sandboxed WebAssembly components.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the run failed, or no server answered",
            "2:wrong usage",
            "3:invalid workflow, component or input",
            "4:not found",
            "5:conflict"
        },
        subcommands = {
            UpCommand.class,
            StopCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            DemoCommand.class,
            ValidateCommand.class,
            TestCommand.class,
            RunCommand.class,
            WorkflowCommand.class,
            ExecutionCommand.class,
            ComponentCommand.class,
            BenchCommand.class,
            HelpCommand.class
        })
public final class Fuscia {
    private Fuscia() {}

    /** Runs the command line and ends the process. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, for tests that give it their own output. */
    public static CommandLine commandLine() {
        return new CommandLine(new Fuscia())
                .setCaseInsensitiveEnumValuesAllowed(true)
                // --input @FILE is ours, not a file of arguments.
                .setExpandAtFiles(false)
                .setExecutionExceptionHandler(Fuscia::explain);
    }

    private static int explain(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        PrintWriter err = command.getErr();
        if (failure instanceof ApiProblem problem) {
            err.println("error: " + (problem.source().isEmpty() ? "" : problem.source() + ": ") + problem.getMessage());
            Findings.lines(problem.source(), problem.document()).forEach(err::println);
            err.flush();
            return problem.exitCode();
        }
        if (failure instanceof ServerUnreachable || failure instanceof UsageProblem) {
            err.println("error: " + failure.getMessage());
            err.flush();
            return failure instanceof UsageProblem ? ExitCode.USAGE : ExitCode.FAILED;
        }
        throw failure;
    }
}
