package io.fuscia.wit.linking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibleNameTest {
    @ParameterizedTest
    @CsvSource({
        "a:b/c@0.2.0, a:b/c@0.2.12, true",
        "a:b/c@0.2, a:b/c@0.2.12, true",
        "a:b/c@1.0.0, a:b/c@1.4.2, true",
        "a:b/c@1, a:b/c@1.4.2, true",
        "a:b/c@0.2.1+build, a:b/c@0.2.0, true",
        "a:b/c@0.2.0, a:b/c@0.3.0, false",
        "a:b/c@0.0.1, a:b/c@0.0.2, false",
        "a:b/c@1.0.0, a:b/c@2.0.0, false",
        "a:b/c@0.2.0-rc, a:b/c@0.2.0, false",
        "a:b/c@0.2.0-rc, a:b/c@0.2.0-rc, true",
        "a:b/c, a:b/c, true",
        "a:b/c, a:b/c@0.2.0, false",
        "a:b/c@0.2.0, a:b/d@0.2.0, false"
    })
    void agreesWithinACompatibleTrack(String first, String second, boolean compatible) {
        assertThat(CompatibleName.of(first).equals(CompatibleName.of(second))).isEqualTo(compatible);
    }
}
