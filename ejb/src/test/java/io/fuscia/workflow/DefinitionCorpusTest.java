package io.fuscia.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import io.fuscia.input.JsonSchemas;
import io.fuscia.workflow.document.DocumentFormat;
import io.fuscia.workflow.document.DocumentReader;
import io.fuscia.workflow.document.LocatedDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Definitions in files, good and bad. A bad one says in its first lines with which codes and pointers ({@code -} is the
 * whole document) the parser refuses it, and whether the published schema refuses it too.
 */
class DefinitionCorpusTest {
    private static final Path FOLDER = Path.of("src/test/resources/definitions");

    private final JsonSchemas schemas = new JsonSchemas();
    private final WorkflowSchema schema = new WorkflowSchema();

    static List<Path> good() throws IOException {
        try (Stream<Path> examples = Files.list(Path.of("../ear/examples/workflows"))) {
            return Stream.concat(files("good").stream(), examples.filter(file -> file.toString()
                            .matches(".*/[^./]*\\.(json|yaml)")))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> bad() throws IOException {
        return files("bad");
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    private static LocatedDocument read(Path file) throws IOException {
        return new DocumentReader()
                .read(
                        Files.readAllBytes(file),
                        DocumentFormat.ofFileName(file.toString()).orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("good")
    void isReadWithoutAComplaint(Path file) throws IOException {
        assertThat(new DefinitionParser().parse(read(file)).violations()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("good")
    void isTheSameAfterWritingAndReading(Path file) throws IOException {
        WorkflowDefinition definition = new DefinitionParser().parse(read(file)).orThrow();

        String written = DefinitionWriter.write(definition).toString();
        WorkflowDefinition read =
                new DefinitionParser().parse(written, DocumentFormat.JSON).orThrow();

        assertThat(read).isEqualTo(definition);
        assertThat(DefinitionWriter.write(read)).hasToString(written);
    }

    @ParameterizedTest
    @MethodSource("good")
    void satisfiesThePublishedSchema(Path file) throws IOException {
        assertThat(schemas.check(schema.plain(), read(file).root().toJson())).isEmpty();
        assertThat(schemas.check(
                        schema.with(TestCatalog.ofExamples()), read(file).root().toJson()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void isRefusedAtTheRightPlaces(Path file) throws IOException {
        ParsedDefinition parsed = new DefinitionParser().parse(read(file));

        assertThat(parsed.isValid()).isFalse();
        assertThat(parsed.violations())
                .extracting(violation ->
                        violation.code() + " " + (violation.pointer().isEmpty() ? "-" : violation.pointer()))
                .containsExactlyInAnyOrderElementsOf(headers(file, "# refused: "));
        for (Violation violation : parsed.violations()) {
            assertThat(violation.line()).isPositive();
            assertThat(violation.column()).isPositive();
            assertThat(violation.message()).isNotBlank();
        }
        assertThatThrownBy(parsed::orThrow).isInstanceOfSatisfying(FusciaException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.INVALID_DEFINITION));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void isRefusedByThePublishedSchemaAsFarAsASchemaCan(Path file) throws IOException {
        boolean refuses = headers(file, "# schema: ").equals(List.of("refuses"));

        assertThat(schemas.check(schema.plain(), read(file).root().toJson()).isEmpty())
                .isEqualTo(!refuses);
    }

    private static List<String> headers(Path file, String start) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
    }
}
