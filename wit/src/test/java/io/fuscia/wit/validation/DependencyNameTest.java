package io.fuscia.wit.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DependencyNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "unlocked-dep=<a:b>",
                "unlocked-dep=<a-c:b-d@*>",
                "unlocked-dep=<a:b@{>=1.2.3}>",
                "unlocked-dep=<a:b@{<1.2.3-rc.1}>",
                "unlocked-dep=<a:b@{>=1.2.3 <2.0.0}>",
                "locked-dep=<a:b>",
                "locked-dep=<a:b@1.2.3>",
                "locked-dep=<a:b@1.2.3>,integrity=<sha256-a9+/==>",
                "url=<>",
                "url=<https://example.com/a.wasm>",
                "url=<https://example.com/a.wasm>,integrity=<sha384-abc>",
                "integrity=<sha512-abc=>",
                "integrity=<sha256-abc?option sha512-def>"
            })
    void acceptsWhatTheGrammarHas(String name) {
        assertThat(DependencyName.announces(name)).isTrue();
        assertThat(new DependencyName(name).problem()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unlocked-dep=<>|package name",
                "unlocked-dep=<a>|package name",
                "unlocked-dep=<a:B>|package name",
                "unlocked-dep=<a:b/c>|package name",
                "unlocked-dep=<a:b|`>` at its end",
                "unlocked-dep=<a:b@1.0.0>|range of versions",
                "unlocked-dep=<a:b@{}>|range of versions",
                "unlocked-dep=<a:b@{>=1.0}>|range of versions",
                "unlocked-dep=<a:b@{<2.0.0 >=1.0.0}>|range of versions",
                "unlocked-dep=<a:b@{>=1.0.0>|range of versions",
                "unlocked-dep=<a:b>,integrity=<sha256-abc>|`>` at its end",
                "locked-dep=<a:b@{>=1.0.0}>|package name",
                "locked-dep=<a:b@1>|package name",
                "locked-dep=<a:b>x|trailing characters",
                "locked-dep=<a:b>,url=<x>|integrity",
                "url=<a<b>|unexpected `<`",
                "url=<a|`>` at its end",
                "integrity=<>|not a hash",
                "integrity=<md5-abc>|not a hash",
                "integrity=<sha256>|not a hash",
                "integrity=<sha256-?x>|not a hash",
                "integrity=<sha256-a=b>|not a hash",
                "integrity=<sha256-abc>,|`>` at its end"
            })
    void refusesWhatTheGrammarHasNot(String name, String problem) {
        assertThat(new DependencyName(name).problem())
                .hasValueSatisfying(found -> assertThat(found).contains(problem));
    }
}
