package io.fuscia.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.failure.FusciaException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Known ways out of expression languages, from the files of {@code lockdown}: each is refused, or bounded. */
@Timeout(60)
class LockdownTest {
    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/lockdown", file)).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    static List<String> templates() throws IOException {
        return lines("templates.txt");
    }

    static List<String> conditions() throws IOException {
        return lines("conditions.txt");
    }

    static List<String> patterns() throws IOException {
        return lines("patterns.txt");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void refusesTheTemplate(String template) {
        assertThatThrownBy(() -> TemplateParser.parse(template)).isInstanceOf(FusciaException.class);
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void refusesTheCondition(String condition) {
        assertThatThrownBy(() -> ConditionParser.parse(condition)).isInstanceOf(FusciaException.class);
    }

    /** A backtracking engine would need longer than the universe for the linear ones. */
    @ParameterizedTest
    @MethodSource("patterns")
    void refusesOrBoundsThePattern(String line) {
        String[] parts = line.split(" ", -1);
        JsonObject schema = JsonValues.object(Map.of("pattern", JsonValues.string(parts[1])));
        JsonObject ofMembers =
                JsonValues.object(Map.of("patternProperties", JsonValues.object(Map.of(parts[1], schema))));
        JsonSchemas schemas = new JsonSchemas();
        if (parts[0].equals("refused")) {
            assertThat(schemas.checkSchema(schema))
                    .extracting(JsonSchemas.Problem::pointer)
                    .containsExactly("/pattern");
            assertThat(schemas.checkSchema(ofMembers)).hasSize(2);
            return;
        }
        String text = parts[2].repeat(5_000) + "!";

        assertThat(schemas.checkSchema(schema)).isEmpty();
        assertThat(schemas.check(schema, JsonValues.string(text))).isNotNull();
        assertThat(schemas.check(ofMembers, JsonValues.object(Map.of(text, JsonValues.string(text)))))
                .isNotNull();
    }

    @Test
    void refusesTextThatIsTooLongForAPattern() {
        JsonObject schema = JsonValues.object(Map.of("pattern", JsonValues.string("(a{500}b{500}){10}")));

        assertThat(new JsonSchemas().check(schema, JsonValues.string("a".repeat(1_000_000))))
                .extracting(JsonSchemas.Problem::message)
                .anyMatch(message -> message.contains("too long for the regular expression"));
    }

    @Test
    void matchesAsSchemasMean() {
        JsonObject schema = JsonValues.parse("""
            {"type": "object",
             "properties": {"id": {"type": "string", "pattern": "^[A-Z]{2}\\\\d{3}$"}, "any": {"pattern": "\\\\u0041/\\\\/"}},
             "patternProperties": {"^x-": {"type": "integer"}},
             "additionalProperties": false}
            """).orElseThrow().asJsonObject();
        JsonSchemas schemas = new JsonSchemas();

        assertThat(schemas.checkSchema(schema)).isEmpty();
        assertThat(check(schemas, schema, "{\"id\": \"AB123\", \"any\": \"..A//..\", \"x-a\": 1}"))
                .isEmpty();
        assertThat(check(schemas, schema, "{\"id\": \"AB12\"}")).containsExactly("/id");
        assertThat(check(schemas, schema, "{\"x-a\": \"text\"}")).contains("/x-a");
        assertThat(check(schemas, schema, "{\"y\": 1}")).containsExactly("/y");
    }

    private static List<String> check(JsonSchemas schemas, JsonObject schema, String value) {
        return schemas.check(schema, JsonValues.parse(value).orElseThrow()).stream()
                .map(JsonSchemas.Problem::pointer)
                .distinct()
                .toList();
    }

    @Test
    void giantInputsThroughRepeatedFiltersAreBounded() {
        String template = "{{ $.trigger.name" + " | urlencode | base64encode".repeat(10) + " }}";
        InputEvaluator evaluator = new InputEvaluator(new JsonSchemas());
        InputValue.ObjectValue inputs = new InputValue.ObjectValue(Map.of("x", TemplateParser.parse(template)));
        TestScope scope = new TestScope("{\"name\": \"" + "%".repeat(100_000) + "\"}");

        assertThatThrownBy(() -> evaluator.evaluate(new NodeId("n"), inputs, scope, Optional.empty()))
                .isInstanceOf(FusciaException.class)
                .hasMessageContaining("grows past");
    }
}
