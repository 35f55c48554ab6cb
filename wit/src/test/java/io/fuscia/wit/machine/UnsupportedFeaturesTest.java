package io.fuscia.wit.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Chicory does not run, or not within bounds, is refused by its name. */
class UnsupportedFeaturesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unsupported-memory64        | memory64",
                "unsupported-memory64-import | memory64",
                "unsupported-table64         | memory64 (a table with 64-bit indices)",
                "unsupported-relaxed-simd    | relaxed SIMD",
                "unsupported-wide-arithmetic | wide arithmetic",
                "simd                        | SIMD (i32x4.splat)",
                "unsupported-struct          | objects of the collected heap (struct.new)",
                "unsupported-array           | objects of the collected heap (array.new_default)"
            })
    void namesWhatIsRefused(String module, String feature) throws IOException {
        byte[] bytes = bytes(module);

        assertThatThrownBy(() -> CoreModule.parse(bytes))
                .isInstanceOfSatisfying(UnsupportedModuleException.class, refused -> assertThat(refused.malformed())
                        .isFalse())
                .hasMessage("unsupported feature: " + feature);
    }

    /** No tool writes these any more, so here are the bytes: {@code try catch_all end} and {@code try catch end}. */
    @ParameterizedTest
    @CsvSource({
        "0061736d01000000 01040160 0000 03020100 0a08010600 0640 19 0b 0b",
        "0061736d01000000 01040160 0000 03020100 0d03010000 0a09010700 0640 0700 0b 0b"
    })
    void namesTheOlderExceptions(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThatThrownBy(() -> CoreModule.parse(bytes))
                .hasMessage("unsupported feature: exceptions of the older proposal (try, catch)");
    }

    @Test
    void letsReferencesWithoutAHeapThrough() {
        for (boolean compiled : new boolean[] {false, true}) {
            CoreInstance instance = Modules.instantiate("i31", compiled);

            assertThat(Modules.callInt(instance, "f", 77)).isEqualTo(77);
        }
    }

    /** The walk is only for the message: it must not fail itself, nor run on, whatever the bytes are. */
    @Test
    void findsNothingInBytesThatAreNoModule() throws IOException {
        long seed = 20261126;
        Random random = new Random(seed);
        byte[] module = bytes("unsupported-relaxed-simd");
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = module.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            found += UnsupportedFeatures.find(mutated).isPresent() ? 1 : 0;
        }
        assertThat(found).as("seed %d", seed).isBetween(1, 20_000);
    }

    private static byte[] bytes(String module) throws IOException {
        try (InputStream in = UnsupportedFeaturesTest.class.getResourceAsStream("/machine/" + module + ".wasm")) {
            return in.readAllBytes();
        }
    }
}
