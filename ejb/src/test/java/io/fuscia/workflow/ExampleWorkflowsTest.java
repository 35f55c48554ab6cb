package io.fuscia.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.input.JsonSchemas;
import io.fuscia.workflow.document.DocumentFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleWorkflowsTest {
    private static final Path FOLDER = Path.of("../ear/examples/workflows");

    private final JsonSchemas schemas = new JsonSchemas();
    private final WorkflowResolver resolver =
            new WorkflowResolver(TestCatalog.ofExamples(), new ExampleCatalog(), schemas);

    /** The examples themselves, as if all were applied. */
    private final class ExampleCatalog implements WorkflowCatalog {
        @Override
        public Optional<Workflows.Locked> find(WorkflowId id, OptionalInt number) {
            try {
                return examples().stream()
                        .filter(name -> name.startsWith(id + "."))
                        .findFirst()
                        .map(name -> new Workflows.Locked(
                                1, resolver.resolve(read(name)).orThrow()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private ParsedDefinition read(String name) {
            try {
                return parse(name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Optional<LockedWorkflow> read(LockedSubWorkflow locked) {
            return find(locked.id(), OptionalInt.of(locked.version())).map(Workflows.Locked::workflow);
        }

        @Override
        public List<Integer> versions(WorkflowId id) {
            return List.of(1);
        }

        @Override
        public List<String> names() {
            return List.of();
        }
    }

    static List<String> examples() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") || name.endsWith(".json"))
                    .filter(name -> !name.contains(".expect."))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void canBeLockedAgainstTheExampleComponents(String name) throws IOException {
        ParsedDefinition parsed = parse(name);

        Resolution resolution = resolver.resolve(parsed);

        assertThat(resolution.violations()).isEmpty();
        assertThat(resolution.workflow()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isTheSameAfterWritingAndReading(String name) throws IOException {
        WorkflowDefinition definition = parse(name).orThrow();

        String written = DefinitionWriter.write(definition).toString();

        assertThat(new DefinitionParser().parse(written, DocumentFormat.JSON).orThrow())
                .isEqualTo(definition);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isTheSameAfterLockingStoringAndReading(String name) throws IOException {
        LockedWorkflow locked = resolver.resolve(parse(name)).orThrow();

        String stored = LockedWorkflowWriter.write(locked);
        LockedWorkflow read = new LockedWorkflowReader(schemas).read(stored, locked.digest());

        assertThat(read).isEqualTo(locked);
        assertThat(LockedWorkflowWriter.write(read)).isEqualTo(stored);
    }

    private static ParsedDefinition parse(String name) throws IOException {
        String text = Files.readString(FOLDER.resolve(name));
        return new DefinitionParser()
                .parse(text, DocumentFormat.ofFileName(name).orElseThrow());
    }
}
