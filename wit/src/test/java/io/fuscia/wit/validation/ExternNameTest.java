package io.fuscia.wit.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.InvalidComponentException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the grammar of names has that came after the reference tests in the build (Text.md#import-and-export-definitions). */
class ExternNameTest {
    private static ParsedName parse(String name, String versionSuffix) {
        return ParsedName.parse(name, Optional.ofNullable(versionSuffix), new Diagnostics());
    }

    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                "a:b/c@1, .2.3",
                "a:b/c@1, .2.3+sha.5114f85",
                "a:b/c@10, .0.0",
                "a:b/c@0.2, .6",
                "a:b/c@0.2, .6+sha.5114f85",
                "a:b/c@0.10, .0",
                "a:b/c@0.0.1,",
                "a:b/c@0.0.1, +sha.5114f85",
                "a:b/c@0.0.0,",
                "a:b/c@0.0.12, +b",
                "a:b/c@1, .2.3-alpha",
                "a:b/c@1, .2.3-alpha.1+sha",
                "a:b/c@0.0.1, -alpha",
                "a:b/c@0.0.1, -alpha+sha",
                "a:b/c@0.0.1, ''"
            })
    void completesACanonicalVersion(String name, String versionSuffix) {
        assertThat(parse(name, versionSuffix)).isEqualTo(new ParsedName.Interface(name));
    }

    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                "a:b/c@1,",
                "a:b/c@0.2,",
                "a:b/c@1, ''",
                "a:b/c@0.2, ''",
                "a:b/c@1, .2",
                "a:b/c@1, +sha",
                "a:b/c@1, -alpha",
                "a:b/c@1, 2.3",
                "a:b/c@1, .2.3.4",
                "a:b/c@0, .1.0",
                "a:b/c@0.0, .1",
                "a:b/c@01, .2.3",
                "a:b/c@0.01, .3",
                "a:b/c@0.0.01,",
                "a, .2.3",
                "a, ''",
                "a:b/c, .2.3",
                "a:b/c, ''",
                "a:b/c@1.2.3, +sha",
                "a:b/c@1.2.3, ''",
                "a:b/c@0.2.6, +sha",
                "a:b/c@0.2.6, ''",
                "a:b/c@0.0.1-alpha, +sha",
                "a:b/c@0.0.1-alpha, ''"
            })
    void refusesASuffixWhereThereIsNothingToComplete(String name, String versionSuffix) {
        assertThatThrownBy(() -> parse(name, versionSuffix))
                .isInstanceOf(InvalidComponentException.class)
                .hasMessageContaining("is not a valid extern name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[get]a",
                "[set]a",
                "[method][get]r.a",
                "[method][set]r.a",
                "[static][get]r.a",
                "[static][set]r.a"
            })
    void namesGettersAndSettersWhenItRefusesThem(String name) {
        assertThatThrownBy(() -> parse(name, null))
                .isInstanceOf(InvalidComponentException.class)
                .hasMessageContaining("unsupported feature: getters and setters (name `" + name + "`)");
    }

    @ParameterizedTest
    @CsvSource({"a:b:c/d, nested namespaces", "a:b/c/d, nested packages"})
    void namesNestingWhenItRefusesIt(String name, String feature) {
        assertThatThrownBy(() -> parse(name, null))
                .isInstanceOf(InvalidComponentException.class)
                .hasMessageContaining(feature + " are not supported");
    }
}
