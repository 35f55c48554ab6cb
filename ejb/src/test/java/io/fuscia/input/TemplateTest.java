package io.fuscia.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.failure.FusciaException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private final InputEvaluator evaluator = new InputEvaluator(new JsonSchemas());
    private final Scope scope =
            new TestScope("""
                {"name": "Ada <Lovelace>", "n": 3, "pi": 3.14159, "yes": true, "none": null, "empty": "",
                 "list": ["b", "a", "c"], "numbers": [3, 1, 2], "object": {"k": "v", "l": 2},
                 "at": "2026-11-23T20:15:30Z", "millis": 0, "mixed": [1, "a"]}
                """).succeeded("get", "{\"body\": {\"id\": 7}}").skipped("left_out");

    private String text(String template) {
        return JsonValues.text(evaluator.value(new NodeId("n"), "text", TemplateParser.parse(template), scope));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Hello {{ $.trigger.name }}!|Hello Ada <Lovelace>!",
                "{{$.trigger.n}}{{$.trigger.pi}}|33.14159",
                "{{ $.trigger.yes }}/{{ $.trigger.none }}|true/null",
                "{{ $.trigger.list }}|[\"b\",\"a\",\"c\"]",
                "{{ $.get.output.body.id }} is {{ $.get.status }}|7 is succeeded",
            })
    void putsValuesIntoText(String template, String expected) {
        assertThat(text(template)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "name | upper!ADA <LOVELACE>",
                "name | lower!ada <lovelace>",
                "name | escape!Ada &lt;Lovelace&gt;",
                "name | urlencode!Ada%20%3CLovelace%3E",
                "name | length!14",
                "name | slice(0, 3)!Ada",
                "name | slice(4) | reverse!>ecalevoL<",
                "name | abbreviate(4)!Ada…",
                "name | replace('Ada', 'Byron')!Byron <Lovelace>",
                "name | first!A",
                "name | last!>",
                "name | split(' ') | last!<Lovelace>",
                "name | base64encode!QWRhIDxMb3ZlbGFjZT4=",
                "name | base64encode | base64decode!Ada <Lovelace>",
                "name | sha256 | slice(0, 8)!1b14aa58",
                "name | json!\"Ada <Lovelace>\"",
                "list | join(', ')!b, a, c",
                "list | sort | join!abc",
                "list | reverse | first!c",
                "list | length!3",
                "list | first | capitalize!B",
                "numbers | sort | json![1,2,3]",
                "object | keys | join(',')!k,l",
                "object | values | json![\"v\",2]",
                "pi | round(2)!3.14",
                "pi | round!3",
                "n | numberformat('#,##0.00')!3.00",
                "none | default('nothing')!nothing",
                "no.such.thing | default('nothing') | upper!NOTHING",
                "empty | default('x')!``",
                "at | date('yyyy-MM-dd HH:mm', 'Europe/Berlin')!2026-11-23 21:15",
                "millis | date('yyyy')!1970",
                "name | trim | lower | upper!ADA <LOVELACE>",
            })
    void filters(String expression, String expected) {
        assertThat(text("{{ $.trigger." + expression + " }}")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$$.trigger.name|$.trigger.name",
                "$$|$",
                "$$$|$$",
                "$5.00|$5.00",
                "a $$ b|a $$ b",
                "$${{ not evaluated }}|{{ not evaluated }}",
                "cost: $$$${{x}}|cost: $$" + "{{x}}",
            })
    void escapes(String written, String expected) {
        assertThat(TemplateParser.parse(written)).isEqualTo(new InputValue.Literal(JsonValues.string(expected)));
    }

    @Test
    void escapesInsideTemplates() {
        assertThat(text("$$5 for {{ $.trigger.n }} $${{x}}")).isEqualTo("$5 for 3 {{x}}");
    }

    /** Whatever plain text, escaped and read again it is the same plain text. */
    @Test
    void escapingIsUndoneByReading() {
        List<String> pieces = List.of("$", "{", "}", "{{", "}}", ".", "[", "a", " ", "$.", "$${{", "|", "trigger");
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder plain = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--) {
                plain.append(pieces.get(random.nextInt(pieces.size())));
            }
            String written = TemplateParser.escape(plain.toString());
            assertThat(TemplateParser.parse(written))
                    .as("seed %d: %s written %s", seed, plain, written)
                    .isEqualTo(new InputValue.Literal(JsonValues.string(plain.toString())));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{{ trigger.name }}|4|a path such as",
                "{{ $.trigger.name|18|'|' and a filter or '}}' is expected, not the end",
                "{{ $.trigger.name § upper }}|19|'|' and a filter",
                "{{ }}|4|a path such as",
            })
    void saysWhatIsWrongAtWhichCharacter(String template, int character, String message) {
        assertThatThrownBy(() -> TemplateParser.parse(template))
                .isInstanceOf(FusciaException.class)
                .hasMessageContaining("at character " + character)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "{{ $.trigger.name | uper }}!did you mean 'upper'?",
                "{{ $.trigger.name | upper(1) }}!takes 0 arguments, not 1",
                "{{ $.trigger.name | slice }}!takes 1 to 2 arguments",
                "{{ $.trigger.name | slice(-1) }}!whole numbers from 0",
                "{{ $.trigger.name | slice('a') }}!whole numbers",
                "{{ $.trigger.name | join(1) }}!text in quotes",
                "{{ $.trigger.name | date('{{{') }}!'date' cannot use this",
                "{{ $.trigger.name | date('yyyy', 'Mars/Phobos') }}!'date' cannot use this",
                "{{ $.trigger.n | round(99) }}!0 to 10 digits",
                "{{ $.trigger.n | numberformat('x') }}!a pattern such as",
                "{{ $.trigger.name | default($.trigger.n) }}!an argument is text in quotes",
                "{{ $.trigger.name | default('x }}!does not end",
            })
    void refusesFiltersItDoesNotKnowAndArgumentsTheyDoNotTake(String template, String message) {
        assertThatThrownBy(() -> TemplateParser.parse(template))
                .isInstanceOf(FusciaException.class)
                .hasMessageContaining(message);
    }

    /** Known ways out of template and expression languages; none of it is even syntax here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ''.getClass().forName('java.lang.Runtime') }}",
                "{{ $.trigger.getClass().getProtectionDomain() }}",
                "{{ $.trigger.name.class.classLoader }}{{ x }}",
                "{{ (1).TYPE.forName('java.lang.Runtime').methods[6].invoke(null) }}",
                "{{ constructor.constructor('return process')() }}",
                "{{ $.trigger.constructor.constructor('return this')() }}",
                "{{ self.__init__.__globals__ }}",
                "{{ 7*7 }}",
                "{{ $.trigger.n * 7 }}",
                "{{ $.trigger.n ~ $.trigger.n }}",
                "{{ range(0, 1000000000) }}",
                "{{ 1..1000000000 }}",
                "{{ $.trigger.name | include('/etc/passwd') }}",
                "{{ include('/etc/passwd') }}",
                "{{ parent() }}",
                "{{ beans.runtime.exec('id') }}",
                "{{ $.trigger.name | matches('(a+)+$') }}",
                "{{ $.trigger.name ? 1 : 2 }}",
                "{{ {{ $.trigger.name }} }}",
                "{{ $.trigger.name | map(attribute='x') }}",
                "{{ $json.constructor }}",
                "{{ $evaluateExpression('x') }}",
                "{{ T(java.lang.Runtime).getRuntime().exec('id') }}",
                "{{ #this.getClass() }}",
                "{{ @bean.method() }}",
                "{{ env('HOME') }}",
            })
    void refusesKnownEscapes(String template) {
        assertThatThrownBy(() -> TemplateParser.parse(template))
                .isInstanceOf(FusciaException.class)
                .hasMessageContaining("template is wrong at character");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for i in range(1, 9) %}x{% endfor %}",
                "{% include '/etc/passwd' %}",
                "{# comment #}",
                "${7*7}",
                "#{7*7}",
                "<%= 7*7 %>",
                "*{T(java.lang.Runtime)}",
                "${jndi:ldap://127.0.0.1/a}"
            })
    void takesTheSyntaxOfOtherLanguagesAsPlainText(String text) {
        assertThat(TemplateParser.parse(text)).isEqualTo(new InputValue.Literal(JsonValues.string(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"class", "getClass", "__proto__", "constructor", "hashCode", "toString"})
    void namesOfJavaAndJavaScriptAreOnlyMembers(String name) {
        assertThatThrownBy(() -> text("{{ $.trigger." + name + " }}"))
                .hasMessageContaining("has no member '" + name + "'");
    }

    @Test
    @Timeout(60)
    void boundsWhatFiltersBuild() {
        String growing = "{{ $.trigger.name" + " | replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')".repeat(19) + " }}";
        assertThatThrownBy(() -> text(growing)).hasMessageContaining("grows past");

        String splitting =
                "{{ $.trigger.name" + " | split('') | join('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')".repeat(9) + " }}";
        assertThatThrownBy(() -> text(splitting)).hasMessageContaining("grows past");
    }

    @Test
    @Timeout(60)
    void boundsTheWorkOfOneTemplate() {
        Scope large = new TestScope("{\"x\": \"" + "a".repeat(1_000_000) + "\"}");
        String busy = "{{ $.trigger.x | upper | lower | upper | lower | slice(0,1) }}".repeat(400);
        InputValue template = TemplateParser.parse(busy);

        assertThatThrownBy(() -> evaluator.value(new NodeId("n"), "text", template, large))
                .hasMessageContaining("too much work");
    }

    @Test
    @Timeout(60)
    void boundsTheWholeText() {
        Scope large = new TestScope("{\"x\": \"" + "a".repeat(1_000_000) + "\"}");
        InputValue template = TemplateParser.parse("{{ $.trigger.x }}".repeat(300));

        assertThatThrownBy(() -> evaluator.value(new NodeId("n"), "text", template, large))
                .hasMessageContaining("grows past");
    }

    @Test
    void boundsTheTemplateItself() {
        assertThatThrownBy(() -> TemplateParser.parse("{{$.index}}".repeat(501)))
                .hasMessageContaining("500 expressions");
        assertThatThrownBy(() -> TemplateParser.parse("{{ $.index " + "| json".repeat(21) + " }}"))
                .hasMessageContaining("20 filters");
        assertThatThrownBy(() -> TemplateParser.parse("{{ $.index }}" + "x".repeat(70_000)))
                .hasMessageContaining("65536 characters");
    }

    @Test
    @Timeout(60)
    void readsLongTextWithoutExpressionsInOneGo() {
        assertThatCode(() -> TemplateParser.parse("{ }".repeat(20_000) + "{{ $.index }}"))
                .doesNotThrowAnyException();
        assertThat(TemplateParser.looksLikePath("$" + "a-".repeat(30_000))).isFalse();
    }
}
