package io.fuscia.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputEvaluatorTest {
    private static final NodeId NODE = new NodeId("mail");

    private final InputEvaluator evaluator = new InputEvaluator(new JsonSchemas());
    private final TestScope scope = new TestScope("{\"n\": 5, \"text\": \"7\", \"list\": [1], \"none\": null}")
            .succeeded("get", "{\"users\": [{\"id\": 1.50}]}")
            .skipped("skipped")
            .failed("broken", "{\"code\": \"X\"}");

    private JsonObject evaluate(Map<String, String> inputs, String schema) {
        Map<String, InputValue> members = new LinkedHashMap<>();
        inputs.forEach((name, text) -> members.put(name, TemplateParser.parse(text)));
        return evaluator.evaluate(
                NODE,
                new InputValue.ObjectValue(members),
                scope,
                Optional.ofNullable(schema)
                        .map(text -> JsonValues.parse(text).orElseThrow().asJsonObject()));
    }

    private static String properties(String properties) {
        return "{\"type\": \"object\", \"properties\": {" + properties + "}}";
    }

    @Test
    void pathsKeepTheirTypeAndWriting() {
        assertThat(evaluate(Map.of("a", "$.get.output.users[0].id"), null)).hasToString("{\"a\":1.50}");
        assertThat(evaluate(Map.of("a", "$.trigger.none"), null)).hasToString("{\"a\":null}");
        assertThat(evaluate(Map.of("a", "$.trigger"), null).getJsonObject("a").getInt("n"))
                .isEqualTo(5);
        assertThat(evaluate(Map.of("a", "$.get.artifacts[0].id"), null)).hasToString("{\"a\":\"art-1\"}");
        assertThat(evaluate(Map.of("a", "$.broken.status"), null)).hasToString("{\"a\":\"failed\"}");
        assertThat(evaluate(Map.of("a", "$.broken.error.code"), null)).hasToString("{\"a\":\"X\"}");
    }

    @Test
    void seesTheLoop() {
        scope.item("{\"id\": 3}", 2, "k");

        assertThat(evaluate(Map.of("a", "{{ $.index }}:{{ $.key }}:{{ $.item.id }}"), null))
                .hasToString("{\"a\":\"2:k:3\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"type\": \"integer\"}; {{ $.trigger.n }}; 5",
                "{\"type\": \"integer\"}; {{ $.trigger.text }}; 7",
                "{\"type\": \"integer\"}; ` {{ $.trigger.n }}.0 `; 5.0",
                "{\"type\": \"number\"}; {{ $.trigger.n }}.25; 5.25",
                "{\"type\": \"number\"}; {{ $.trigger.n }}e2; 5E+2",
                "{\"type\": \"boolean\"}; {{ $.trigger.none | default(true) }}; true",
                "{\"type\": \"null\"}; {{ $.trigger.none }}; null",
                "{\"type\": [\"integer\", \"null\"]}; {{ $.trigger.none }}; null",
                "{\"type\": [\"integer\", \"null\"]}; {{ $.trigger.n }}; 5",
                "{\"type\": \"array\"}; {{ $.trigger.list }}; [1]",
                "{\"type\": \"object\"}; {\"n\": {{ $.trigger.n }}}; {\"n\":5}",
                "{\"type\": \"string\"}; {{ $.trigger.n }}; \"5\"",
                "{\"type\": [\"string\", \"integer\"]}; {{ $.trigger.n }}; \"5\"",
                "{\"enum\": [5, 6]}; {{ $.trigger.n }}; 5",
                "{\"enum\": [\"5\", 6]}; {{ $.trigger.n }}; \"5\"",
                "{}; {{ $.trigger.n }}; \"5\"",
                "{\"anyOf\": [{\"type\": \"integer\"}, {\"type\": \"boolean\"}]}; {{ $.trigger.n }}; 5",
                "{\"$ref\": \"#/properties/other\"}; {{ $.trigger.n }}; 5",
            })
    void coercesTextToWhatTheSchemaAsksFor(String schema, String template, String expected) {
        JsonObject result = evaluate(
                Map.of("a", template), properties("\"a\": " + schema + ", \"other\": {\"type\": \"integer\"}"));

        assertThat(result.get("a")).hasToString(expected);
    }

    @Test
    void coercesInsideArraysAndObjects() {
        InputValue.ObjectValue inputs = new InputValue.ObjectValue(Map.of(
                "a",
                new InputValue.ArrayValue(java.util.List.of(
                        new InputValue.ObjectValue(Map.of("n", TemplateParser.parse("{{ $.trigger.text }}")))))));
        JsonObject schema = JsonValues.parse("""
            {"properties": {"a": {"items": {"additionalProperties": {"type": "integer"}}}}}
            """).orElseThrow().asJsonObject();

        assertThat(evaluator.evaluate(NODE, inputs, scope, Optional.of(schema))).hasToString("{\"a\":[{\"n\":7}]}");
    }

    @Test
    void fillsInDefaults() {
        String schema = properties("\"a\": {\"type\": \"integer\", \"default\": 3}, \"b\": {\"default\": [1]}");

        assertThat(evaluate(Map.of(), schema)).hasToString("{\"a\":3,\"b\":[1]}");
        assertThat(evaluate(Map.of("a", "{{ $.trigger.n }}"), schema)).hasToString("{\"a\":5,\"b\":[1]}");
        assertThat(evaluate(Map.of("a", "$.skipped.output"), schema)).hasToString("{\"a\":3,\"b\":[1]}");
    }

    @Test
    void leavesOutWhatIsMissingAndNotRequired() {
        String schema = "{\"type\": \"object\", \"properties\": {\"a\": {}, \"b\": {}}, \"required\": [\"b\"]}";

        assertThat(evaluate(Map.of("a", "$.skipped.output", "b", "x"), schema)).hasToString("{\"b\":\"x\"}");
        assertThat(failure(Map.of("b", "$.skipped.output"), schema))
                .hasMessage("node 'mail', input 'b', '$.skipped.output': node 'skipped' has no output, it is skipped");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "$.get.output.usres; $.get.output has no member 'usres'",
                "$.get.output.users[3]; $.get.output.users has 1 elements, so there is none at 3",
                "$.get.output.users.id; $.get.output.users is an array, which has no member 'id'",
                "$.trigger.n[0]; $.trigger.n is an integer, which has no element 0",
                "$.trigger.none.x; $.trigger.none is null, which has no member 'x'",
                "$.later.output; node 'later' has not run",
                "$.item; there is no loop around this node",
                "{{ $.trigger.nme | upper }}; $.trigger has no member 'nme'",
                "{{ $.trigger.list | upper }}; the filter 'upper' needs text, not array [1]",
            })
    void namesNodeFieldExpressionAndReason(String expression, String reason) {
        String field = "to";
        FusciaException e = failure(Map.of(field, expression), null);

        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(e.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.pointer()).isEqualTo("/to");
            assertThat(violation.message())
                    .startsWith("node 'mail', input 'to', '" + expression + "': ")
                    .contains(reason);
        });
    }

    @Test
    void namesTheOfferedValue() {
        assertThat(failure(Map.of("a", "{{ $.trigger.list }}"), properties("\"a\": {\"type\": \"integer\"}")))
                .hasMessageContaining("node 'mail', input 'a', '{{ $.trigger.list }}'")
                .hasMessageContaining("the text \"[1]\" is not integer");
        assertThat(failure(Map.of("a", "$.trigger.n"), properties("\"a\": {\"maximum\": 3}")))
                .hasMessageContaining("node 'mail', input 'a'")
                .hasMessageContaining("offered was 5 from '$.trigger.n'");
        assertThat(failure(Map.of(), "{\"required\": [\"a\"]}")).hasMessageContaining("node 'mail', the inputs");
    }

    @Test
    void reportsAllFieldsAtOnce() {
        FusciaException e = failure(Map.of("a", "$.trigger.x", "b", "$.trigger.y"), null);

        assertThat(e.violations()).extracting(violation -> violation.pointer()).containsExactlyInAnyOrder("/a", "/b");
        assertThat(e).hasMessageContaining("(and 1 more)");
    }

    @Test
    void survivesSchemasThatReferToThemselves() {
        String schema = """
            {"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]},
             "b": {"properties": {"x": {"$ref": "#/$defs/a"}}}}}
            """;

        assertThat(evaluate(Map.of("x", "{{ $.trigger.text }}"), schema)).hasToString("{\"x\":\"7\"}");
    }

    @Test
    void aBrokenSchemaAcceptsNothing() {
        assertThat(failure(Map.of("a", "x"), "{\"type\": \"nonsense\"}").code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(failure(Map.of("a", "x"), "{\"$ref\": \"http://127.0.0.1/schema.json\"}")
                        .code())
                .isEqualTo(ErrorCode.INVALID_INPUT);
    }

    private FusciaException failure(Map<String, String> inputs, String schema) {
        return catchThrowableOfType(FusciaException.class, () -> evaluate(inputs, schema));
    }
}
