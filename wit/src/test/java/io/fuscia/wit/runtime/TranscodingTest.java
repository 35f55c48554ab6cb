package io.fuscia.wit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a component sees of a string that comes from another one in another encoding: one call of its realloc, for what
 * the string takes. (The reference implementation asks for a guess first, then for more or less; see README.md.)
 */
class TranscodingTest {
    private static final List<String> TEXTS =
            List.of("", "plain", "caf\u00e9 \u00ff", "\u0100 beyond", "\u20ac and \ud83d\ude00", "\u00e9".repeat(300));

    private static Stream<Arguments> pairs() {
        List<String> encodings = List.of("u8", "u16", "l1");
        return encodings.stream().flatMap(from -> encodings.stream().map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void callsReallocOnceForExactlyWhatTheStringTakes(String from, String to) throws IOException {
        try (ComponentEngine engine = new ComponentEngine();
                InputStream in = TranscodingTest.class.getResourceAsStream("/runtime/transcoding.wasm");
                ComponentInstance instance = engine.compile(in.readAllBytes())
                        .instantiate(HostImports.builder().build(), InstanceLimits.DEFAULT)) {
            for (String text : TEXTS) {
                byte[] expected = text.getBytes(charset(to, text));
                instance.function("send-" + from + "-" + to).call(text);

                long alignment = to.equals("u8") ? 1 : 2;
                assertThat((List<?>) instance.function("calls").call())
                        .as("old pointer, old size, alignment and size of every realloc for \"%s\"", text)
                        .isEqualTo(List.of(0L, 0L, alignment, (long) expected.length));
                assertThat((byte[]) instance.function("text").call()).isEqualTo(expected);
            }
        }
    }

    private static Charset charset(String encoding, String text) {
        return switch (encoding) {
            case "u8" -> StandardCharsets.UTF_8;
            case "u16" -> StandardCharsets.UTF_16LE;
            default ->
                text.chars().allMatch(unit -> unit <= 0xff) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16LE;
        };
    }
}
