package io.fuscia.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {
    private final Conditions conditions = new Conditions();
    private final Scope scope = new TestScope("""
        {"n": 5, "big": 9007199254740993, "half": 0.5, "name": "ada", "yes": true, "no": false, "none": null,
         "list": [1, 2, 3], "one": [1], "words": ["a", "b"], "object": {"k": 1}, "empty": []}
        """)
            .succeeded("check", "{\"total\": 120, \"ok\": true}")
            .failed("mail", "{\"code\": \"http-request-failed\"}")
            .skipped("left_out");

    private boolean holds(String condition) {
        return conditions.holds(ConditionParser.parse(condition), scope);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "$.trigger.n > 3; true",
                "$.trigger.n >= 5 and $.trigger.n <= 5; true",
                "$.trigger.n == 5; true",
                "$.trigger.n = 5.0; true",
                "$.trigger.n != 5; false",
                "$.trigger.n == '5'; false",
                "$.trigger.half < 1; true",
                "$.trigger.name == 'ada'; true",
                "$.trigger.name == \"ada\" && $.trigger.n > 9; false",
                "$.trigger.name == 'x' || $.trigger.n < 9; true",
                "$.trigger.yes; true",
                "$.trigger.no; false",
                "!$.trigger.no; true",
                "not $.trigger.no; true",
                "not ($.trigger.n > 9); true",
                "!($.trigger.n > 9) and !$.trigger.no; true",
                "$.trigger.none = null; true",
                "$.trigger.n = null; false",
                "exists($.trigger.none); true",
                "exists($.trigger.nothing); false",
                "$.trigger.nothing = 1; false",
                "$.trigger.nothing > 1; false",
                "$.trigger.nothing; false",
                "not exists($.left_out.output); true",
                "not exists($.check.output) or not contains($.trigger.name, 'z') and !true; false",
                "$.left_out.status = 'skipped'; true",
                "$.mail.error.code = 'http-request-failed'; true",
                "$.mail.status != 'succeeded' or $.check.output.ok; true",
                "$.check.output.total * 2 > 200; true",
                "$.check.output.total % 7 = 1; true",
                "$.check.output.total - 20 = 100; true",
                "-$.trigger.n < 0; true",
                "$.trigger.name in ['ada', 'grace']; true",
                "$.trigger.n in [1, 2]; false",
                "2 in $.trigger.list; true",
                "$.trigger.list = [1, 2, 3]; true",
                "count($.trigger.list) = 3; true",
                "count($.trigger.empty) = 0; true",
                "$count($.trigger.words) > 1; true",
                "length($.trigger.name) = 3; true",
                "contains($.trigger.name, 'da'); true",
                "uppercase($.trigger.name) = 'ADA'; true",
                "sum($.trigger.list) = 6 and max($.trigger.list) = 3; true",
                "number('7') > $.trigger.n; true",
                "string($.trigger.n) = '5'; true",
                "type($.trigger.object) = 'object'; true",
                "floor($.trigger.half) = 0 and ceil($.trigger.half) = 1; true",
                "($.trigger.n > 9 or $.trigger.n < 6) and true; true",
                "'quote \\' inside' = \"quote ' inside\"; true",
                "'$.trigger.n' = '$.trigger.n'; true",
            })
    void decides(String condition, boolean expected) {
        assertThat(holds(condition)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "$.trigger.n; neither true nor false",
                "$.trigger.name; neither true nor false",
                "$.trigger.n > 'a'; same data type",
                "$.trigger.name > 1; it read {$.trigger.name=\"ada\"}",
                "$.trigger.n / 0 = 1; out of range",
            })
    void saysWhyItCannotDecide(String condition, String message) {
        assertThatThrownBy(() -> holds(condition))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageContaining(condition)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "``; 1; a value is expected, not the end",
                "$.trigger.n >; 14; a value is expected, not the end",
                "> 1; 1; a path, a value or a function is expected",
                "$.trigger.n 5; 13; an operator is expected",
                "$.trigger.n === 5; 15; a path, a value or a function",
                "($.trigger.n > 5; 17; ')' is missing",
                "$.trigger.n > 5); 16; nothing that ')' closes",
                "exists(1, 2); 9; no ',' is expected",
                "contains('a'); 13; 'contains' takes 2 values, not 1",
                "exits($.trigger.n); 1; did you mean 'exists'?",
                "yes = $.trigger.n; 1; text needs quotes",
                "$.foo > 1; 6; after the node 'foo' comes",
                "1 and and 2; 7; there is no function 'and'",
                "'abc; 5; does not end",
                "1e9 > 2; 1; not a number",
            })
    void saysWhatIsWrongAtWhichCharacter(String condition, int character, String message) {
        assertThatThrownBy(() -> ConditionParser.parse(condition == null ? "" : condition))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DEFINITION))
                .hasMessageContaining("at character " + character + ":")
                .hasMessageContaining(message);
    }

    /** What the library itself could do; none of it passes the gate. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1..10000000]",
                "$sum([1..1000000000]) > 0",
                "($f := function($x) { $f($x) }; $f(1))",
                "(function($x) { $x })(1) = 1",
                "λ($x) { $x }(1) = 1",
                "$eval('1') = 1",
                "$.trigger.name ~> $uppercase() = 'X'",
                "$match($.trigger.name, /(a+)+$/) = 1",
                "/(a+)+$/ = 1",
                "$contains($.trigger.name, /x/)",
                "$replace($.trigger.name, 'a', 'b') = 'x'",
                "$pad('x', 1000000000) = 'x'",
                "$map($.trigger.list, $string) = 1",
                "$reduce([1], function($i, $j) { $i }) = 1",
                "$now() = 1",
                "$millis() = 1",
                "$random() > 0",
                "$error('x')",
                "$assert(false)",
                "$power(10, 1000000) > 1",
                "$round(1, 1000000000) = 1",
                "$fromMillis(1) = 'x'",
                "$lookup($.trigger, 'n') = 1",
                "$spread($.trigger) = 1",
                "{\"a\": 1} = {\"a\": 1}",
                "$.trigger.list[$.trigger.n > 1] = 1",
                "$.trigger.list[0][$ > 1]",
                "$.trigger.*",
                "** = 1",
                "% = 1",
                "$$ = 1",
                "$ = 1",
                "$x := 1",
                "1; 2",
                "$.trigger.n ? true : false",
                "$.trigger.name & 'x' = 'adax'",
                "$.trigger^(n) = 1",
                "$.trigger@$x = 1",
                "$.trigger#$i = 1",
                "`name` = 1",
                "name = 1",
                "$p0 = 1",
                "$.trigger.n > 1 /* comment */",
                "$type.constructor('x') = 1",
                "exists.call(1)",
                "$string.class.forName('x') = 1",
            })
    void letsNothingElseThrough(String condition) {
        assertThatThrownBy(() -> ConditionParser.parse(condition))
                .isInstanceOf(FusciaException.class)
                .hasMessageMatching("(?s)(the condition|the path in .*) is wrong at character .*");
    }

    @Test
    @Timeout(60)
    void boundsSizeAndDepth() {
        assertThatThrownBy(() -> ConditionParser.parse("(".repeat(100) + "true" + ")".repeat(100)))
                .hasMessageContaining("32 deep");
        assertThatThrownBy(() -> ConditionParser.parse("true" + " and true".repeat(101)))
                .hasMessageContaining("100 operators");
        assertThatThrownBy(() -> ConditionParser.parse(" ".repeat(5000) + "true"))
                .hasMessageContaining("4096 characters");
        assertThatThrownBy(() -> ConditionParser.parse("-".repeat(3000) + "1 < 2"))
                .isInstanceOf(FusciaException.class);
        assertThat(holds("true" + " and true".repeat(100))).isTrue();
        assertThat(holds("(".repeat(32) + "true" + ")".repeat(32))).isTrue();
    }

    @Test
    @Timeout(60)
    void decidesAlikeHoweverLongTheThreadWaits() {
        // By the wall clock, and on purpose: the library's own bound was one second of it, on a busy machine too
        // little.
        Scope slow = new Scope() {
            @Override
            public JsonValue trigger() {
                long end = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
                while (System.nanoTime() < end) {
                    LockSupport.parkNanos(end - System.nanoTime());
                }
                return JsonValues.parse("{\"n\": 5}").orElseThrow();
            }

            @Override
            public Optional<Scope.NodeResult> node(NodeId id) {
                return Optional.empty();
            }

            @Override
            public Optional<LoopItem> loop() {
                return Optional.empty();
            }
        };

        assertThat(new Conditions().holds(ConditionParser.parse("$.trigger.n > 1"), slow))
                .isTrue();
    }

    /** Whatever passes the gate either decides or fails with an error of ours, quickly. */
    @Test
    @Timeout(60)
    void survivesRandomText() {
        List<String> pieces = List.of(
                "$.trigger.n",
                "$.trigger.list",
                "$.trigger.nothing",
                "1",
                "'a'",
                "true",
                "null",
                "and",
                "or",
                "not",
                "in",
                "(",
                ")",
                "[",
                "]",
                ",",
                "=",
                "!=",
                "<",
                ">",
                "+",
                "-",
                "*",
                "/",
                "%",
                "!",
                "exists(",
                "count(",
                "sum(",
                "string(",
                "number(",
                "$",
                "{",
                "}",
                ":=",
                "..",
                "~>",
                "?",
                "&",
                "x");
        int decided = 0;
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = 1 + random.nextInt(8); i > 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size()))).append(random.nextBoolean() ? " " : "");
            }
            try {
                conditions.holds(ConditionParser.parse(text.toString()), scope);
                decided++;
            } catch (FusciaException e) {
                assertThat(e.getMessage()).as("seed %d: %s", seed, text).containsAnyOf("condition", "path");
            }
        }
        assertThat(decided).isPositive();
    }
}
