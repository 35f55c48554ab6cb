package io.fuscia.wit.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.InvalidComponentException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A component whose core module needs what is not run here is refused when it is compiled, not when it is called. */
class UnsupportedCoreFeaturesTest {
    private static final byte[] PREAMBLE = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
    private static final int CORE_MODULE_SECTION = 1;

    @ParameterizedTest
    @CsvSource({
        "unsupported-memory64, memory64",
        "unsupported-memory64-import, memory64",
        "unsupported-table64, memory64",
        "unsupported-relaxed-simd, relaxed SIMD",
        "unsupported-wide-arithmetic, wide arithmetic",
        "simd, SIMD",
        "unsupported-struct, objects of the collected heap",
        "unsupported-array, objects of the collected heap",
        "unsupported-exception-reference, references other than to functions between core modules",
        "unsupported-conversion, conversion between internal and external references (extern.convert_any)",
        "unsupported-global-segment, passive element segments of imported globals"
    })
    void refusesTheComponentAndNamesTheFeature(String module, String feature) throws IOException {
        byte[] component = componentOf(module);
        try (ComponentEngine engine = new ComponentEngine()) {
            assertThatThrownBy(() -> engine.compile(component))
                    .isInstanceOf(InvalidComponentException.class)
                    .hasMessageContaining("unsupported feature: " + feature);
        }
    }

    private static byte[] componentOf(String module) throws IOException {
        try (InputStream in = UnsupportedCoreFeaturesTest.class.getResourceAsStream("/machine/" + module + ".wasm")) {
            byte[] core = in.readAllBytes();
            ByteArrayOutputStream component = new ByteArrayOutputStream();
            component.writeBytes(PREAMBLE);
            component.write(CORE_MODULE_SECTION);
            for (int rest = core.length; ; rest >>>= 7) {
                component.write(rest < 0x80 ? rest : (rest & 0x7f) | 0x80);
                if (rest < 0x80) {
                    break;
                }
            }
            component.writeBytes(core);
            return component.toByteArray();
        }
    }
}
