package io.fuscia.offline;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example workflow has an expect file, and passes it. */
class ExampleTestsTest {
    private static final Path EXAMPLES = Path.of("..", "..", "ear", "examples", "workflows");
    private static OfflineEngine engine;

    @BeforeAll
    static void start() {
        engine = OfflineEngine.start();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void everyExampleHasTests() throws IOException {
        List<String> workflows = names(file -> !file.endsWith(ExpectFileReader.ENDING) && !file.endsWith(".md"));
        List<String> tested = names(file -> file.endsWith(ExpectFileReader.ENDING));
        assertThat(tested).isEqualTo(workflows);
    }

    @ParameterizedTest
    @MethodSource("expectFiles")
    void examplePassesItsTests(Path file) {
        JsonObject report = new WorkflowTests(engine).run(file);
        assertThat(report.containsKey("error")).as(report.toString()).isFalse();
        assertThat(report.getJsonArray("tests")).isNotEmpty();
        assertThat(report.getJsonArray("tests").getValuesAs(JsonObject.class))
                .allSatisfy(test -> assertThat(test.getBoolean("passed"))
                        .as(test.toString())
                        .isTrue());
    }

    static List<Path> expectFiles() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(ExpectFileReader.ENDING))
                    .sorted()
                    .toList();
        }
    }

    /** Names of files of some kind, without their endings. */
    private static List<String> names(java.util.function.Predicate<String> kind) throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(kind)
                    .map(name -> name.substring(0, name.indexOf('.')))
                    .sorted()
                    .toList();
        }
    }
}
