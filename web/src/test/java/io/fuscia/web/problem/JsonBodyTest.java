package io.fuscia.web.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    @Test
    void readsWholeNumbersUpToTheirBounds() {
        assertThat(JsonBody.wholeNumber(body("{\"n\": 1}"), "n", 1, 5)).hasValue(1);
        assertThat(JsonBody.wholeNumber(body("{\"n\": 5}"), "n", 1, 5)).hasValue(5);
        assertThat(JsonBody.wholeNumber(body("{\"n\": 9223372036854775807}"), "n", 0, Long.MAX_VALUE))
                .hasValue(Long.MAX_VALUE);
        assertThat(JsonBody.wholeNumber(body("{\"n\": null}"), "n", 1, 5)).isEmpty();
        assertThat(JsonBody.wholeNumber(body("{}"), "n", 1, 5)).isEmpty();
    }

    /** The last two are 1 if only their lowest 32 or 64 bits are looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "6", "1.5", "\"1\"", "true", "[1]", "4294967297", "18446744073709551617"})
    void refusesWhatIsNoSuchNumberAndNamesTheMember(String value) {
        assertThatThrownBy(() -> JsonBody.wholeNumber(body("{\"n\": " + value + "}"), "n", 1, 5))
                .isInstanceOfSatisfying(
                        FusciaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessage("n must be a whole number from 1 to 5, not " + value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                '{"n": 1'       | 1 | 8
                '{"n": tru}'    | 1 | 10
                '{"n": {"n": 1}'| 1 | 15
                """)
    void saysWhereABodyStopsBeingJson(String body, int line, int column) {
        assertThatThrownBy(() -> body(body)).isInstanceOfSatisfying(FusciaException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_DOCUMENT);
            assertThat(e.violations()).singleElement().satisfies(violation -> {
                assertThat(violation.line()).isEqualTo(line);
                assertThat(violation.column()).isEqualTo(column);
                assertThat(violation.message()).doesNotContain("line no");
            });
        });
    }

    @Test
    void countsTheLinesOfABodyThatEndsTooEarly() {
        assertThatThrownBy(() -> body("{\n\"n\":\n 1"))
                .isInstanceOfSatisfying(
                        FusciaException.class,
                        e -> assertThat(e.violations()).singleElement().satisfies(violation -> {
                            assertThat(violation.line()).isEqualTo(3);
                            assertThat(violation.column()).isEqualTo(3);
                        }));
    }

    private static JsonObject body(String text) {
        return JsonBody.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1_000, Set.of("n"));
    }
}
