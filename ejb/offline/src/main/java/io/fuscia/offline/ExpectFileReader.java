package io.fuscia.offline;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.input.JsonValues;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.ObjectReader;
import io.fuscia.workflow.Problems;
import io.fuscia.workflow.document.Cursor;
import io.fuscia.workflow.document.DocumentFormat;
import io.fuscia.workflow.document.DocumentReader;
import io.fuscia.workflow.document.LocatedDocument;
import io.fuscia.workflow.document.LocatedValue;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads expect files; everything that is wrong with one is reported at once, with its place. */
final class ExpectFileReader {
    /** How an expect file's name ends, in place of the workflow file's ending. */
    static final String ENDING = ".expect.yaml";

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TEXT = 4_000;

    /**
     * Reads a file.
     *
     * @throws FusciaException {@code MALFORMED_DOCUMENT} or {@code INVALID_DEFINITION}, with violations;
     *     {@code INVALID_REQUEST} if it cannot be read
     */
    ExpectFile read(Path file) {
        LocatedDocument document = new DocumentReader().read(bytes(file), format(file));
        Problems problems = new Problems(Optional.of(document));
        Optional<ExpectFile> read = new Reading(file, document, problems).file();
        if (problems.hasErrors() || read.isEmpty()) {
            throw new FusciaException(ErrorCode.INVALID_DEFINITION, "the expect file is not valid", problems.all());
        }
        return read.get();
    }

    /** The bytes of a file that somebody named. */
    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new FusciaException(ErrorCode.INVALID_REQUEST, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** What a file is written in, by its name. */
    static DocumentFormat format(Path file) {
        return file.toString().endsWith(".json") ? DocumentFormat.JSON : DocumentFormat.YAML;
    }

    /** The reading of one file. */
    private static final class Reading {
        private final Path file;
        private final LocatedDocument document;
        private final Problems problems;

        Reading(Path file, LocatedDocument document, Problems problems) {
            this.file = file;
            this.document = document;
            this.problems = problems;
        }

        Optional<ExpectFile> file() {
            Optional<ObjectReader> root = object(Cursor.of(document), "an expect file");
            if (root.isEmpty()) {
                return Optional.empty();
            }
            Optional<Path> workflow = root.get()
                    .text(root.get().member("workflow"), LONGEST_TEXT)
                    .map(file::resolveSibling)
                    .or(this::workflowBeside);
            if (workflow.isEmpty()) {
                problems.error(
                        root.get().at(),
                        "missing_key",
                        "no workflow file is beside this one under the same name; name it in 'workflow'");
            }
            List<Path> others = paths(root.get(), "workflows");
            List<Path> components = paths(root.get(), "components");
            List<TestCase> tests = new ArrayList<>();
            Set<String> names = new HashSet<>();
            for (Cursor each : elements(root.get().required("tests"))) {
                test(each).ifPresent(test -> {
                    if (!names.add(test.name())) {
                        problems.error(each, "duplicate_name", "there are two tests named '" + test.name() + "'");
                    }
                    tests.add(test);
                });
            }
            root.get().refuseOthers();
            return workflow.map(found -> new ExpectFile(file, found, others, components, tests, document));
        }

        private Optional<Path> workflowBeside() {
            String name = file.getFileName().toString();
            String stem = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
            return Stream.of(".yaml", ".yml", ".json")
                    .map(ending -> file.resolveSibling(stem + ending))
                    .filter(Files::isRegularFile)
                    .findFirst();
        }

        private List<Path> paths(ObjectReader object, String name) {
            List<Path> paths = new ArrayList<>();
            for (Cursor each : elements(object.member(name))) {
                object.text(Optional.of(each), LONGEST_TEXT)
                        .map(file::resolveSibling)
                        .ifPresent(paths::add);
            }
            return paths;
        }

        private Optional<TestCase> test(Cursor at) {
            Optional<ObjectReader> test = object(at, "a test");
            if (test.isEmpty()) {
                return Optional.empty();
            }
            ObjectReader reader = test.get();
            Optional<String> name = reader.text(reader.required("name"), LONGEST_NAME);
            Optional<NodeId> trigger = reader.text(reader.member("trigger"), LONGEST_NAME)
                    .flatMap(text -> named(at, () -> new NodeId(text)));
            JsonValue payload = reader.member("payload")
                    .map(value -> value.value().toJson())
                    .orElse(JsonValue.EMPTY_JSON_OBJECT);
            Map<TaskName, List<Mock>> mocks = new LinkedHashMap<>();
            Optional<Cursor> recorded = reader.member("recording");
            Optional<Recording> recording = reader.text(recorded, LONGEST_TEXT)
                    .flatMap(text -> named(at, () -> Recording.read(file.resolveSibling(text))));
            recording.ifPresent(read -> mocks.putAll(read.mocks()));
            members(reader.member("nodes")).forEach(node -> taskName(node).ifPresent(task -> {
                // What is written counts for more than what was recorded.
                mocks.keySet().removeIf(task::includes);
                mocks.put(task, mocks(node));
            }));
            Optional<Cursor> expect = recorded.isPresent() ? reader.member("expect") : reader.required("expect");
            Optional<ObjectReader> wanted = expect.flatMap(cursor -> object(cursor, "'expect'"));
            Optional<String> status = wanted.flatMap(object ->
                    object.choice(object.member("status"), Words.of(io.fuscia.execution.ExecutionStatus.class)));
            List<ExpectedTask> tasks = new ArrayList<>();
            wanted.ifPresent(object -> {
                members(object.member("nodes"))
                        .forEach(node -> expectedTask(node).ifPresent(tasks::add));
                object.refuseOthers();
            });
            recording.filter(read -> wanted.isEmpty()).ifPresent(read -> tasks.addAll(read.tasks(at.pointer())));
            reader.refuseOthers();
            return name.map(text -> new TestCase(
                    text,
                    at.pointer(),
                    trigger,
                    recording
                            .filter(read -> reader.member("payload").isEmpty())
                            .map(Recording::payload)
                            .orElse(payload),
                    mocks,
                    status.or(() -> recording.filter(read -> wanted.isEmpty()).map(Recording::status)),
                    tasks));
        }

        private Optional<TaskName> taskName(Cursor node) {
            return named(node, () -> TaskName.parse(node.token()));
        }

        private List<Mock> mocks(Cursor node) {
            List<Cursor> attempts = node.value() instanceof LocatedValue.ArrayNode ? node.elements() : List.of(node);
            if (attempts.isEmpty()) {
                problems.error(node, "out_of_range", "there is no attempt in this list");
            }
            List<Mock> mocks = new ArrayList<>();
            attempts.forEach(attempt -> mock(attempt).ifPresent(mocks::add));
            return mocks;
        }

        private Optional<Mock> mock(Cursor at) {
            Optional<ObjectReader> object = object(at, "a mock");
            if (object.isEmpty()) {
                return Optional.empty();
            }
            ObjectReader reader = object.get();
            List<Mock> found = new ArrayList<>();
            reader.member("output")
                    .ifPresent(value -> found.add(new Mock.Output(value.value().toJson())));
            Optional<Cursor> response = reader.member("response");
            response.flatMap(this::response).ifPresent(found::add);
            Optional<String> error = reader.text(reader.member("error"), LONGEST_TEXT);
            boolean permanent = reader.flag("permanent", false);
            error.ifPresent(message -> found.add(new Mock.Failure(message, permanent)));
            if (reader.flag("times_out", false)) {
                found.add(new Mock.TimesOut());
            }
            if (reader.flag("run", false)) {
                found.add(new Mock.Real());
            }
            reader.refuseOthers();
            if (found.size() != 1 && !(response.isPresent() && found.isEmpty())) {
                problems.error(
                        at,
                        "invalid_mock",
                        "a mock has exactly one of output, response, error, times_out: true and run: true");
            }
            return found.stream().findFirst();
        }

        private Optional<Mock> response(Cursor at) {
            Optional<ObjectReader> object = object(at, "a response");
            if (object.isEmpty()) {
                return Optional.empty();
            }
            ObjectReader reader = object.get();
            int status = reader.smallNumber("status", 100, 599).orElse(200);
            JsonValue headers = reader.member("headers")
                    .map(value -> value.value().toJson())
                    .orElse(JsonValue.EMPTY_JSON_OBJECT);
            JsonValue body =
                    reader.member("body").map(value -> value.value().toJson()).orElse(JsonValue.NULL);
            reader.refuseOthers();
            return Optional.of(new Mock.Response(
                    status,
                    JsonValues.JSON
                            .createObjectBuilder()
                            .add("status", status)
                            .add("headers", headers)
                            .add("body", body)
                            .build()));
        }

        private Optional<ExpectedTask> expectedTask(Cursor at) {
            Optional<ObjectReader> object = object(at, "an expected task");
            if (object.isEmpty()) {
                return Optional.empty();
            }
            ObjectReader reader = object.get();
            Optional<String> status =
                    reader.choice(reader.member("status"), Words.of(io.fuscia.execution.TaskStatus.class));
            var attempts = reader.smallNumber("attempts", 0, 1_000);
            Optional<JsonValue> output = json(reader, "output");
            Optional<JsonValue> outputIncludes = json(reader, "output_includes");
            Optional<JsonValue> inputIncludes = json(reader, "input_includes");
            Optional<String> error = reader.text(reader.member("error"), LONGEST_TEXT);
            reader.refuseOthers();
            return taskName(at)
                    .map(task -> new ExpectedTask(
                            task, at.pointer(), status, attempts, output, outputIncludes, inputIncludes, error));
        }

        private static Optional<JsonValue> json(ObjectReader reader, String name) {
            return reader.member(name).map(cursor -> cursor.value().toJson());
        }

        private Optional<ObjectReader> object(Cursor at, String what) {
            if (at.value() instanceof LocatedValue.ObjectNode) {
                return Optional.of(new ObjectReader(at, problems, what));
            }
            ObjectReader.wrongType(problems, at, "an object");
            return Optional.empty();
        }

        private List<Cursor> elements(Optional<Cursor> at) {
            return nested(at, LocatedValue.ArrayNode.class, "an array")
                    .map(Cursor::elements)
                    .orElse(List.of());
        }

        private List<Cursor> members(Optional<Cursor> at) {
            return nested(at, LocatedValue.ObjectNode.class, "an object")
                    .map(Cursor::members)
                    .orElse(List.of());
        }

        private Optional<Cursor> nested(Optional<Cursor> at, Class<? extends LocatedValue> type, String wanted) {
            if (at.isPresent() && !type.isInstance(at.get().value())) {
                ObjectReader.wrongType(problems, at.get(), wanted);
                return Optional.empty();
            }
            return at;
        }

        /** What the text at this place stands for; a violation if it stands for nothing. */
        private <T> Optional<T> named(Cursor at, java.util.function.Supplier<T> read) {
            try {
                return Optional.of(read.get());
            } catch (IllegalArgumentException | FusciaException e) {
                problems.error(at, "unknown_value", e.getMessage());
                return Optional.empty();
            }
        }
    }
}
