package io.fuscia.workflow.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentReaderTest {
    private final DocumentReader reader = new DocumentReader();

    @Test
    void remembersWhereEverythingIsInJson() {
        LocatedDocument document = reader.read("{\n  \"a\": [1,\n    {\"b\": true}]\n}", DocumentFormat.JSON);

        assertThat(document.position("/a")).isEqualTo(new LocatedDocument.Position(2, 8));
        assertThat(document.position("/a/1/b")).isEqualTo(new LocatedDocument.Position(3, 11));
        assertThat(document.position("/a/7/nothing")).isEqualTo(new LocatedDocument.Position(2, 8));
        assertThat(document.root().toJson()).hasToString("{\"a\":[1,{\"b\":true}]}");
    }

    @Test
    void remembersWhereEverythingIsInYaml() {
        LocatedDocument document = reader.read("a:\n  - 1\n  - b: yes\n", DocumentFormat.YAML);

        assertThat(document.position("/a/1/b")).isEqualTo(new LocatedDocument.Position(3, 8));
        assertThat(document.root().toJson()).hasToString("{\"a\":[1,{\"b\":\"yes\"}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|1|1|empty",
                "{\"a\":1,}|1|8|name in double quotes",
                "{\"a\":1 \"b\":2}|1|8|','",
                "{'a':1}|1|2|name in double quotes",
                "{a: 1}|1|2|name in double quotes",
                "[1,2|1|5|']'",
                "[01]|1|3|does not start with 0",
                "[+1]|1|2|value is expected",
                "[1.]|1|4|digit",
                "[.5]|1|2|value is expected",
                "[1e]|1|4|digit",
                "[NaN]|1|2|value is expected",
                "[True]|1|2|value is expected",
                "{\"a\":1,\"a\":2}|1|8|twice",
                "{\"a\":1} x|1|9|after the end",
                "[\"\\x\"]|1|3|escape",
                "[\"\\u12\"]|1|3|hexadecimal",
                "[\"\\ud800\"]|1|10|surrogate",
                "[1e999999999]|1|13|out of range",
                "// {}|1|1|value is expected",
                "[1 # c|1|4|','",
                "\"abc|1|5|ends inside a string",
            })
    void refusesWhatIsNotJson(String text, int line, int column, String message) {
        FusciaException e = catchThrowableOfType(
                FusciaException.class, () -> reader.read(text == null ? "" : text, DocumentFormat.JSON));

        assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_DOCUMENT);
        assertThat(e.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.message()).contains(message);
            assertThat(violation.line()).isEqualTo(line);
            assertThat(violation.column()).isEqualTo(column);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a: [1",
                "a: b: c",
                "a: 1\na: 2",
                "--- 1\n--- 2",
                "a: !!python/object:os.system x",
                "a: !java.net.URL [x]",
                "a: *nothing",
                "a: &x [*x]",
                "1: a",
                "true: a",
                "? [a]\n: b",
                "text: {{ $.trigger.x }}",
                "a: .inf",
                "a: .nan",
                "a: \"\\ud800\"",
                "\ta: 1",
                "a: 1e999999999",
            })
    void refusesYamlThatIsNoJsonValue(String text) {
        FusciaException e = catchThrowableOfType(FusciaException.class, () -> reader.read(text, DocumentFormat.YAML));

        assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_DOCUMENT);
        assertThat(e.violations().get(0).line()).isPositive();
        assertThat(e.violations().get(0).column()).isPositive();
    }

    @Test
    void tellsThatATemplateInYamlNeedsQuotes() {
        assertThatThrownBy(() -> reader.read("text: {{ $.trigger.x }}", DocumentFormat.YAML))
                .hasMessageContaining("quotes");
    }

    @Test
    void readsYamlScalarsByTheCoreSchema() {
        LocatedDocument document = reader.read(
                "[no, on, 0x1F, 0o17, 1.50, ~, null, True, '1', 2026-11-23, 1_000, .5, -3]", DocumentFormat.YAML);

        assertThat(document.root().toJson())
                .hasToString("[\"no\",\"on\",31,15,1.50,null,null,true,\"1\",\"2026-11-23\",\"1_000\",0.5,-3]");
    }

    @Test
    void repeatsWhatAnAliasNames() {
        LocatedDocument document = reader.read("a: &x {b: 1}\nc: *x\n", DocumentFormat.YAML);

        assertThat(document.root().toJson()).hasToString("{\"a\":{\"b\":1},\"c\":{\"b\":1}}");
    }

    @Test
    void boundsBombsOfAliases() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 20; i++) {
            bomb.append("a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]\n"
                    .formatted(i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1));
        }
        assertThatThrownBy(() -> reader.read(bomb.toString(), DocumentFormat.YAML))
                .hasMessageContaining("more than 500000 values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "YAML"})
    void boundsDepth(DocumentFormat format) {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThatThrownBy(() -> reader.read(deep, format)).hasMessageContaining("nested deeper than 64");
        assertThat(reader.read("[".repeat(64) + "]".repeat(64), format)).isNotNull();
    }

    @Test
    void boundsDepthThroughAliases() {
        StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 100; i++) {
            text.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        }
        assertThatThrownBy(() -> reader.read(text.toString(), DocumentFormat.YAML))
                .hasMessageContaining("nested deeper than 64");
    }

    @Test
    void boundsLengthAndNumberOfValues() {
        DocumentReader small = new DocumentReader(new DocumentLimits(20, 64, 5));

        assertThatThrownBy(() -> small.read("[" + " ".repeat(30) + "]", DocumentFormat.JSON))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
        assertThatThrownBy(() -> small.read("[1,2,3,4,5,6]", DocumentFormat.JSON))
                .hasMessageContaining("5 values");
        assertThatThrownBy(() -> small.read("[1,2,3,4,5,6]", DocumentFormat.YAML))
                .hasMessageContaining("5 values");
    }

    @Test
    void saysWhereBytesAreNotUtf8() {
        byte[] bytes = "{\n\"a\": \"?\"}".getBytes(StandardCharsets.UTF_8);
        bytes[8] = (byte) 0xC3;

        FusciaException e = catchThrowableOfType(FusciaException.class, () -> reader.read(bytes, DocumentFormat.JSON));

        assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_DOCUMENT);
        assertThat(e.violations().get(0).line()).isEqualTo(2);
        assertThat(e.violations().get(0).column()).isEqualTo(7);
    }

    @Test
    void acceptsAByteOrderMark() {
        assertThat(reader.read("\uFEFF{}", DocumentFormat.JSON).root().toJson()).hasToString("{}");
        assertThat(reader.read("\uFEFFa: 1", DocumentFormat.YAML).root().toJson())
                .hasToString("{\"a\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "application/json,-,a: 1,JSON",
                "application/json;charset=utf-8,x.yaml,a: 1,JSON",
                "application/problem+json,-,x,JSON",
                "application/yaml,-,{},YAML",
                "text/x-yaml,-,{},YAML",
                "text/plain,flow.YML,{},YAML",
                "text/plain,flow.json,a: 1,JSON",
                "-,-,'  {}',JSON",
                "-,-,'[]',JSON",
                "-,-,'a: 1',YAML",
                "-,flow,'',YAML",
            })
    void detectsTheFormat(String contentType, String fileName, String text, DocumentFormat expected) {
        assertThat(DocumentFormat.detect(Optional.ofNullable(contentType), Optional.ofNullable(fileName), text))
                .isEqualTo(expected);
    }
}
