package io.fuscia.cli.test;

import io.fuscia.cli.ExitCode;
import io.fuscia.cli.output.OutputFormat;
import io.fuscia.cli.output.Printer;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fuscia test FILE|FOLDER…}: runs workflows against mocked or recorded outputs, without a server. */
@Command(
        name = "test",
        description = "Runs workflows against the expectations beside them (NAME.expect.yaml); needs no server.",
        mixinStandardHelpOptions = true)
public final class TestCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "expect files, workflow files that have one beside them, or folders")
    private List<Path> named;

    @Option(
            names = "--components",
            paramLabel = "FOLDER",
            description = "a folder of component folders, for all files; a file may name its own")
    private List<Path> components = List.of();

    @Option(names = "--junit", paramLabel = "FILE", description = "also write the report as JUnit XML")
    private Path junit;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "json, yaml or table (default)",
            defaultValue = "table")
    private OutputFormat format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        JsonObject report = OfflineProcess.run(ExpectFiles.find(named), components);
        if (junit != null) {
            JUnitReport.write(junit, report);
        }
        Printer printer = new Printer(spec.commandLine().getOut(), format);
        List<JsonObject> files = report.getJsonArray("files").getValuesAs(JsonObject.class);
        if (printer.isTable()) {
            files.forEach(file -> print(printer, file));
            printer.line(passed(files) + " passed, " + failed(files) + " failed"
                    + (broken(files) == 0 ? "" : ", " + broken(files) + " files not usable"));
        } else {
            printer.value(report);
        }
        if (broken(files) > 0) {
            return ExitCode.INVALID;
        }
        return failed(files) > 0 ? ExitCode.FAILED : ExitCode.OK;
    }

    private static void print(Printer printer, JsonObject file) {
        printer.line(file.getString("file"));
        Findings.of(file).forEach(line -> printer.line("  " + line));
        for (JsonObject test : tests(file)) {
            printer.line((test.getBoolean("passed") ? "  ok    " : "  FAIL  ") + test.getString("name") + " ("
                    + test.getInt("duration_ms") + " ms)");
            Findings.of(file.getString("file"), test).forEach(line -> printer.line("        " + line));
            if (!test.getBoolean("passed")) {
                test.getJsonArray("log")
                        .forEach(line -> printer.line("        log: " + ((jakarta.json.JsonString) line).getString()));
            }
        }
    }

    private static List<JsonObject> tests(JsonObject file) {
        return file.containsKey("tests") ? file.getJsonArray("tests").getValuesAs(JsonObject.class) : List.of();
    }

    private static long passed(List<JsonObject> files) {
        return files.stream()
                .flatMap(file -> tests(file).stream())
                .filter(test -> test.getBoolean("passed"))
                .count();
    }

    private static long failed(List<JsonObject> files) {
        return files.stream().flatMap(file -> tests(file).stream()).count() - passed(files);
    }

    private static long broken(List<JsonObject> files) {
        return files.stream().filter(file -> file.containsKey("error")).count();
    }
}
