package io.fuscia.wit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fuscia.wit.UnlinkableComponentException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of a host's instances an import gets when its name has attributes (Binary.md#import-and-export-definitions). */
class ImportNamesTest {
    private static final int IMPLEMENTS = 0;
    private static final int VERSION_SUFFIX = 1;
    private static final int EXTERNAL_ID = 2;

    private static final EngineSettings INTERPRETER =
            EngineSettings.DEFAULT.withCompilation(EngineSettings.Compilation.INTERPRETER_ONLY);

    /** A component that imports an instance with a function {@code f}, under a name with one attribute. */
    private static byte[] component(String name, int attribute, String value) {
        ByteArrayOutputStream type = bytes(1, 0x42, 2, 1, 0x40, 0, 1, 0, 4, 0, 1, 'f', 1, 0);
        ByteArrayOutputStream imports = bytes(1, 2);
        text(imports, name);
        imports.writeBytes(bytes(1, attribute).toByteArray());
        text(imports, value);
        imports.writeBytes(bytes(5, 0).toByteArray());
        ByteArrayOutputStream component = bytes(0, 'a', 's', 'm', 0x0d, 0, 1, 0);
        section(component, 7, type);
        section(component, 10, imports);
        return component.toByteArray();
    }

    private static ByteArrayOutputStream bytes(int... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int value : values) {
            out.write(value);
        }
        return out;
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        out.write(encoded.length);
        out.writeBytes(encoded);
    }

    private static void section(ByteArrayOutputStream out, int id, ByteArrayOutputStream content) {
        out.write(id);
        out.write(content.size());
        out.writeBytes(content.toByteArray());
    }

    private static void instantiate(byte[] component, String offered) {
        HostImports host = HostImports.builder()
                .instance(offered)
                .function("f", (call, args) -> null)
                .build();
        try (ComponentEngine engine = new ComponentEngine(INTERPRETER)) {
            CompiledComponent compiled = engine.compile(component);
            try (ComponentInstance instance = compiled.instantiate(host, InstanceLimits.DEFAULT)) {
                assertThat(instance.memoryPages()).isZero();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"a:b/c@1.2.0", "a:b/c@1.0.0"})
    void givesALabelledImportTheInterfaceThatItImplements(String offered) {
        instantiate(component("first", IMPLEMENTS, "a:b/c@1.0.0"), offered);
        assertThat(catchThrowableOfType(
                        UnlinkableComponentException.class,
                        () -> instantiate(component("first", IMPLEMENTS, "a:b/other@1.0.0"), offered)))
                .hasMessageContaining("a:b/other@1.0.0");
    }

    @Test
    void completesACanonicalVersionWithItsSuffix() {
        byte[] component = component("a:b/c@0.2", VERSION_SUFFIX, ".7");
        instantiate(component, "a:b/c@0.2.0");
        assertThat(catchThrowableOfType(
                        UnlinkableComponentException.class, () -> instantiate(component, "a:b/c@0.3.0")))
                .hasMessageContaining("a:b/c@0.2.7");
    }

    @Test
    void looksUpAnImportByItsNameWhateverItsExternalId() {
        instantiate(component("a:b/c@1.0.0", EXTERNAL_ID, "https://example.com/other"), "a:b/c@1.0.0");
    }
}
