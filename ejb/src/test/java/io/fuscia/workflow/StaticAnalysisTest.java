package io.fuscia.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.failure.Violation;
import io.fuscia.input.JsonSchemas;
import io.fuscia.workflow.document.DocumentFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One file per finding, which says at its top what is found: severity, code, pointer, and how the place's text begins. */
class StaticAnalysisTest {
    private static final Path FOLDER = Path.of("src/test/resources/definitions/found");
    private static final String HEADER = "# found: ";

    private final WorkflowResolver resolver = new WorkflowResolver(TestCatalog.ofExamples(), new JsonSchemas());

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void findsWhatTheFileSays(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> expected = lines.stream()
                .filter(line -> line.startsWith(HEADER))
                .map(line -> line.substring(HEADER.length()))
                .toList();

        Resolution resolution =
                resolver.resolve(new DefinitionParser().parse(Files.readString(file), DocumentFormat.YAML));

        assertThat(resolution.violations())
                .as("found: %s", resolution.violations())
                .hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            String[] parts = expected.get(i).split(" ", 4);
            Violation found = resolution.violations().stream()
                    .filter(each ->
                            each.code().equals(parts[1]) && each.pointer().equals(parts[2]))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("not found: " + String.join(" ", parts)));
            assertThat(found.severity().name().toLowerCase(Locale.ROOT)).isEqualTo(parts[0]);
            assertThat(lines.get(found.line() - 1).substring(found.column() - 1))
                    .startsWith(parts[3]);
            assertThat(found.help()).as("help for " + found.code()).isPresent();
            assertThat(found.message()).isNotBlank();
        }
        boolean refused = expected.stream().anyMatch(line -> line.startsWith("error"));
        assertThat(resolution.workflow().isPresent()).isEqualTo(!refused);
    }

    @Test
    void doesNotTakeLongForALargeGraph() {
        StringBuilder yaml =
                new StringBuilder("workflow_id: w\nname: W\nnodes:\n  - {node_id: start, type: trigger}\n");
        StringBuilder edges = new StringBuilder("edges:\n");
        for (int i = 0; i < 3_000; i++) {
            yaml.append("  - {node_id: n")
                    .append(i)
                    .append(", type: http, method: POST, url: \"https://example.org/\"}\n");
            edges.append("  - {from: ")
                    .append(i == 0 ? "start" : "n" + (i - 1))
                    .append(", to: n")
                    .append(i)
                    .append(", when: \"$.trigger.x > ")
                    .append(i)
                    .append("\"}\n");
        }

        Resolution resolution =
                resolver.resolve(new DefinitionParser().parse(yaml.append(edges).toString(), DocumentFormat.YAML));

        assertThat(resolution.workflow()).isPresent();
        assertThat(resolution.violations()).isEmpty();
    }
}
