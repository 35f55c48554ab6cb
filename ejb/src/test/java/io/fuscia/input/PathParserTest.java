package io.fuscia.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathParserTest {
    @Test
    void readsTheOutputOfANode() {
        Path path = PathParser.parse("$.get-user.output.items[2]['first name'].x");

        assertThat(path.root()).isEqualTo(new Path.Root.Output(new NodeId("get-user")));
        assertThat(path.steps())
                .containsExactly(
                        new Path.Step.Member("items"),
                        new Path.Step.Element(2),
                        new Path.Step.Member("first name"),
                        new Path.Step.Member("x"));
        assertThat(path.node()).contains(new NodeId("get-user"));
        assertThat(path.text()).isEqualTo("$.get-user.output.items[2]['first name'].x");
    }

    @Test
    void readsEveryRoot() {
        assertThat(PathParser.parse("$.trigger").root()).isEqualTo(new Path.Root.Trigger());
        assertThat(PathParser.parse("$.trigger.user.name").steps()).hasSize(2);
        assertThat(PathParser.parse("$.item.id").root()).isEqualTo(new Path.Root.Item());
        assertThat(PathParser.parse("$.index").readsLoop()).isTrue();
        assertThat(PathParser.parse("$.key").root()).isEqualTo(new Path.Root.Key());
        assertThat(PathParser.parse("$.a.status").root()).isEqualTo(new Path.Root.Status(new NodeId("a")));
        assertThat(PathParser.parse("$.a.artifacts[0]").root()).isEqualTo(new Path.Root.Artifacts(new NodeId("a")));
        assertThat(PathParser.parse("$.a.error.message").root()).isEqualTo(new Path.Root.Failure(new NodeId("a")));
        assertThat(PathParser.parse("$['a'].output").root()).isEqualTo(new Path.Root.Output(new NodeId("a")));
    }

    @Test
    void unescapesQuotedNames() {
        assertThat(PathParser.parse("$.trigger['it\\'s']").steps()).containsExactly(new Path.Step.Member("it's"));
        assertThat(PathParser.parse("$.trigger[\"a\\\\b\"]").steps()).containsExactly(new Path.Step.Member("a\\b"));
        assertThat(PathParser.parse("$.trigger.größe").steps()).containsExactly(new Path.Step.Member("größe"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "$.|3|a name is expected after '.'",
                "$.a|4|after the node 'a' comes output, artifacts, status, error",
                "$.a.outptu.x|13|did you mean 'output'?",
                "$.a.output.|12|a name is expected",
                "$.a.output..x|12|a name is expected",
                "$.a.output[|12|an index from 0 or a quoted name",
                "$.a.output[-1]|12|an index from 0",
                "$.a.output[*]|12|an index from 0",
                "$.a.output[1|13|']' is expected",
                "$.a.output[99999999999]|23|too large",
                "$.a.output['x|14|does not end",
                "$.a.output x|11|unexpected ' '",
                "$.a.output.x()|13|unexpected '('",
                "$.a.output{|11|unexpected '{'",
                "$.a.status.x|13|nothing can follow",
                "$.index[0]|11|nothing can follow",
                "$[0].output|12|after '$' comes",
                "$.9lives.output|16|cannot be a node id",
                "a.output|1|starts with '$.'",
                "$a|1|starts with '$.'",
                "$.a.output['\\x']|14|after '\\'",
            })
    void saysWhatIsWrongAtWhichCharacter(String text, int character, String message) {
        assertThatThrownBy(() -> PathParser.parse(text))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DEFINITION))
                .hasMessageContaining("at character " + character + ":")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$..a",
                "$.a.output[?(@.x)]",
                "$.a.output.*",
                "$.a.output[0:2]",
                "$.a.output['a','b']",
                "$.a.class.forName",
                "$.constructor.constructor",
                "$.__proto__.polluted",
                "$.a.output[`x`]"
            })
    void knowsNoneOfTheLargerPathLanguages(String text) {
        assertThatThrownBy(() -> PathParser.parse(text)).isInstanceOf(FusciaException.class);
    }

    @Test
    void boundsLengthAndSteps() {
        assertThatThrownBy(() -> PathParser.parse("$.trigger" + ".a".repeat(200)))
                .hasMessageContaining("100 steps");
        assertThatThrownBy(() -> PathParser.parse("$.trigger." + "a".repeat(5000)))
                .hasMessageContaining("2048 characters");
    }

    /** Whatever comes in, a path or one clear refusal comes out, and a path that is read says what was written. */
    @Test
    void survivesRandomText() {
        List<String> pieces = List.of(
                "$",
                ".",
                "[",
                "]",
                "'",
                "\"",
                "\\",
                "a",
                "output",
                "trigger",
                "item",
                "index",
                "0",
                "12",
                "-",
                "_",
                " ",
                "status",
                "artifacts",
                "error",
                "{{",
                "}}",
                "|",
                "(",
                "ü",
                "\uD83D\uDE00",
                "\uD800",
                "\u0000");
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : "$.");
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            try {
                Path path = PathParser.parse(text.toString());
                assertThat(path.text()).as("seed %d", seed).isEqualTo(text.toString());
                assertThat(PathParser.parse(path.text())).isEqualTo(path);
            } catch (FusciaException e) {
                assertThat(e.getMessage()).as("seed %d", seed).contains("is wrong at character");
            }
        }
    }
}
