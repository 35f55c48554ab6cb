package io.fuscia.offline;

import io.fuscia.execution.ExecutionDetail;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import io.fuscia.input.JsonValues;
import io.fuscia.workflow.WorkflowId;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Runs expect files against one engine and reports as JSON. */
final class WorkflowTests {
    private final OfflineEngine engine;
    private final Set<Path> installed = new LinkedHashSet<>();

    WorkflowTests(OfflineEngine engine) {
        this.engine = engine;
    }

    /** Installs the components of a folder, unless it was done before. */
    void install(Path folder) {
        Path known = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(known)) {
            throw new FusciaException(ErrorCode.INVALID_REQUEST, "there is no folder " + folder);
        }
        if (installed.add(known)) {
            engine.install(known);
        }
    }

    /** The report on one expect file: {@code {file, workflow?, tests[]}}, or {@code {file, error}}. Never throws for the file. */
    JsonObject run(Path file) {
        JsonObjectBuilder report = JsonValues.JSON.createObjectBuilder().add("file", file.toString());
        Path at = file;
        try {
            ExpectFile expect = new ExpectFileReader().read(file);
            for (Path folder : expect.components()) {
                install(folder);
            }
            for (Path other : expect.others()) {
                at = other;
                engine.apply(other);
            }
            at = expect.workflow();
            WorkflowId workflow = engine.apply(expect.workflow());
            at = file;
            JsonArrayBuilder tests = JsonValues.JSON.createArrayBuilder();
            for (TestCase test : expect.tests()) {
                tests.add(run(workflow, test).toJson(expect.document()));
            }
            return report.add("workflow_id", workflow.value())
                    .add("tests", tests)
                    .build();
        } catch (FusciaException e) {
            return report.add("error", error(at, e)).build();
        }
    }

    private TestResult run(WorkflowId workflow, TestCase test) {
        long begun = System.nanoTime();
        List<Violated> violated = new ArrayList<>();
        List<String> log = new ArrayList<>();
        try {
            OfflineEngine.Run run = engine.run(workflow, test);
            violated.addAll(Comparison.compare(test, run.detail(), run.called()));
            run.unusedMocks()
                    .forEach(name -> violated.add(new Violated(
                            test.pointer() + "/nodes/" + JsonValues.pointerToken(name.toString()),
                            "nothing asked for the mock of " + name + ": there is no such task, or it never ran")));
            log.addAll(log("", run.detail()));
            run.called().forEach(each -> log.addAll(log(each.execution().workflowId() + ":", each)));
        } catch (FusciaException e) {
            violated.add(new Violated(test.pointer(), "the execution could not start: " + e.getMessage()));
        }
        return new TestResult(test, violated, Duration.ofNanos(System.nanoTime() - begun), log);
    }

    private static List<String> log(String prefix, ExecutionDetail detail) {
        List<String> lines = new ArrayList<>();
        detail.tasks().forEach(task -> task.attempts().forEach(attempt -> attempt.log()
                .forEach(line -> lines.add(prefix + task.node() + " "
                        + line.level().name().toLowerCase(Locale.ROOT) + ": " + line.message()))));
        return lines;
    }

    private static JsonObject error(Path file, FusciaException failure) {
        JsonArrayBuilder violations = JsonValues.JSON.createArrayBuilder();
        for (Violation violation : failure.violations()) {
            violations.add(JsonValues.JSON
                    .createObjectBuilder()
                    .add("pointer", violation.pointer())
                    .add("code", violation.code())
                    .add("message", violation.message())
                    .add("line", violation.line())
                    .add("column", violation.column()));
        }
        return JsonValues.JSON
                .createObjectBuilder()
                .add("file", file.toString())
                .add("code", failure.code().slug())
                .add("message", failure.getMessage())
                .add("errors", violations)
                .build();
    }
}
