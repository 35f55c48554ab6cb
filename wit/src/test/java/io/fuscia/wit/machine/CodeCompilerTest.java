package io.fuscia.wit.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

class CodeCompilerTest {
    /** Otherwise it stops as soon, but makes no way for others; nothing but a clock would show it. */
    @Test
    void compiledCodeAsksTheGuestsThreadWhetherItIsInterrupted() throws IOException {
        byte[] module;
        try (InputStream in = CodeCompilerTest.class.getResourceAsStream("/machine/growing-table.wasm")) {
            module = in.readAllBytes();
        }

        byte[] written = CodeCompiler.compile(module).toByteArray();

        String classes = new String(
                new InflaterInputStream(new ByteArrayInputStream(written)).readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(classes).contains("checkInterruption", "io/fuscia/wit/machine/GuestThread");
        assertThat(classes).doesNotContain("java/lang/Thread");
    }
}
