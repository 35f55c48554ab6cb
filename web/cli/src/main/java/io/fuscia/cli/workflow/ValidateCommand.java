package io.fuscia.cli.workflow;

import io.fuscia.cli.Connection;
import io.fuscia.cli.ExitCode;
import io.fuscia.cli.api.ApiProblem;
import io.fuscia.cli.output.Findings;
import io.fuscia.cli.output.Printer;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fuscia validate FILE…}: checks definitions against the installed components and stores nothing. */
@Command(name = "validate", description = "Checks workflow files; stores nothing.", mixinStandardHelpOptions = true)
public final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private Connection connection;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "workflow definitions, JSON or YAML")
    private List<Path> files;

    @Override
    public Integer call() {
        ApiProblem last = null;
        for (Path file : files) {
            try {
                JsonObject report = new DefinitionFile(file).validate(connection.api());
                print(file, report);
            } catch (ApiProblem problem) {
                boolean asText = connection.printer().isTable();
                if (problem.exitCode() != ExitCode.INVALID || (asText && files.size() == 1)) {
                    throw problem;
                }
                if (!asText) {
                    connection.printer().value(problem.document());
                    last = problem;
                    continue;
                }
                connection.note("error: " + file + ": " + problem.getMessage());
                Findings.lines(problem.source(), problem.document()).forEach(connection::note);
                last = problem;
            }
        }
        return last == null ? ExitCode.OK : last.exitCode();
    }

    private void print(Path file, JsonObject report) {
        Printer printer = connection.printer();
        if (printer.isTable()) {
            List<String> findings = Findings.lines(file.toString(), report);
            printer.line(file + ": valid" + (findings.isEmpty() ? "" : ", with warnings"));
            findings.forEach(printer::line);
        } else {
            printer.value(report);
        }
    }
}
