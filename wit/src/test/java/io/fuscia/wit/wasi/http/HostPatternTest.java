package io.fuscia.wit.wasi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPatternTest {
    @ParameterizedTest
    @CsvSource({
        "example.com, https, example.com",
        "example.com, https, example.com:443",
        "EXAMPLE.com, https, Example.COM.",
        "example.com., https, example.com",
        "http://example.com, http, example.com",
        "http://example.com:8080, http, example.com:8080",
        "example.com:8443, https, example.com:8443",
        "example.com:*, https, example.com:9",
        "*.example.com, https, a.example.com",
        "*.example.com, https, a.b.example.com",
        "*, https, anything.test",
        "*, http, 127.0.0.1:8080",
        "http://*, http, anything.test",
        "http://*:*, http, anything.test:81",
        "127.0.0.1, https, 127.0.0.1",
        "[::1], https, [0:0:0:0:0:0:0:1]",
        "http://[2001:DB8::1]:80, http, [2001:db8:0::1]",
        "127.0.0.1, https, [::ffff:127.0.0.1]",
        "bücher.example, https, xn--bcher-kva.example",
        "my_service, https, my_service",
    })
    void allows(String pattern, String scheme, String authority) {
        assertThat(HostPattern.parse(pattern).matches(Destination.of(scheme, authority)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, http, example.com",
        "example.com, https, example.com:8443",
        "example.com:8443, https, example.com",
        "http://example.com, https, example.com",
        "example.com, https, a.example.com",
        "example.com, https, example.com.evil.test",
        "example.com, https, evilexample.com",
        "*.example.com, https, example.com",
        "*.example.com, https, evilexample.com",
        "*.example.com, https, a.example.com.evil.test",
        "http://*, https, anything.test",
        "http://*, http, anything.test:81",
        "127.0.0.1, https, localhost",
    })
    void doesNotAllow(String pattern, String scheme, String authority) {
        assertThat(HostPattern.parse(pattern).matches(Destination.of(scheme, authority)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ftp://example.com",
                "://example.com",
                "https://",
                "example.com/",
                "https://example.com/path",
                "example.com?x",
                "example.com#x",
                "user@example.com",
                "https://user:secret@example.com",
                "a.*.example.com",
                "*example.com",
                "**",
                "*.*",
                "*.",
                "*.127.0.0.1",
                "*.[::1]",
                "example.com:0",
                "example.com:65536",
                "example.com:",
                "example.com:http",
                "example.com:+80",
                "exa mple.com",
                "example..com",
                "-example.com",
                "2130706433",
                "0x7f000001",
                "127.1",
                "0177.0.0.1",
                "127.0.0.01",
                "256.0.0.1",
                "[::1",
                "::1",
                "[fe80::1%eth0]",
                "[example.com]",
            })
    void refuses(String text) {
        assertThatThrownBy(() -> HostPattern.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printsAsWritten() {
        assertThat(HostPattern.parse("HTTP://Example.com")).hasToString("HTTP://Example.com");
    }
}
