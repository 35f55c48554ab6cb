package io.fuscia.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRangeTest {
    @ParameterizedTest
    @CsvSource({
        "1.2.3, 1.2.3, true",
        "1.2.3, 1.2.4, false",
        "1.2.3, 1.2.3+build, false",
        "^1.2.3, 1.9.0, true",
        "^1.2.3, 2.0.0, false",
        "^0.2.3, 0.2.9, true",
        "^0.2.3, 0.3.0, false",
        "~1.2.3, 1.2.9, true",
        "~1.2.3, 1.3.0, false",
        "1.x, 1.7.0, true",
        "1, 1.7.0, true",
        "*, 9.9.9, true",
        ">=1.0.0 <2.0.0, 1.5.0, true",
        "1.0.0 - 1.4.0, 1.4.0, true",
        "1.0.0 || 3.x, 3.1.0, true",
        "1.0.0 || 3.x, 2.0.0, false",
        "^1.0.0, 1.5.0-rc.1, false",
    })
    void includes(String range, String version, boolean included) {
        assertThat(VersionRange.parse(range).includes(SemanticVersion.parse(version)))
                .isEqualTo(included);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "newest please", "one.two", "^^1", ">", "1.2.3.4", "../1.0.0"})
    void refuses(String text) {
        assertThat(VersionRange.isWellFormed(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "v1.0.0", " 1.0.0", "1.0.0 ", "01.0.0", "1.0.0-", "1.0.0/..", "latest", ""})
    void refusesIncompleteVersions(String text) {
        assertThat(SemanticVersion.isWellFormed(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1.2.0, 1.10.0", "1.0.0-rc.1, 1.0.0", "1.0.0-alpha, 1.0.0-beta", "1.0.0-rc.2, 1.0.0-rc.10"})
    void ordersAsTheSpecificationSays(String less, String more) {
        assertThat(SemanticVersion.parse(less)).isLessThan(SemanticVersion.parse(more));
    }
}
