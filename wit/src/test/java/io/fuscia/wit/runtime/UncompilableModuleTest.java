package io.fuscia.wit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.wit.machine.CoreModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** A valid module (one of {@code RandomModule}'s) on which Chicory's compiler fails with a NullPointerException. */
class UncompilableModuleTest {
    private static final byte[] COMPONENT_PREAMBLE = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
    private static final int CORE_MODULE_SECTION = 1;
    /** One instance of module 0, without arguments. */
    private static final byte[] CORE_INSTANCE_SECTION = {2, 4, 1, 0, 0, 0};

    private static byte[] module() throws IOException {
        try (InputStream in = UncompilableModuleTest.class.getResourceAsStream("/machine/compiler-fails.wasm")) {
            return in.readAllBytes();
        }
    }

    private static byte[] component() throws IOException {
        byte[] module = module();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(COMPONENT_PREAMBLE);
        out.write(CORE_MODULE_SECTION);
        out.write((module.length & 0x7f) | 0x80);
        out.write(module.length >>> 7);
        out.writeBytes(module);
        out.writeBytes(CORE_INSTANCE_SECTION);
        return out.toByteArray();
    }

    @Test
    void staysInterpretedAndSaysWhy() throws IOException {
        CoreModule module = CoreModule.parse(module());
        assertThat(module.notCompiled()).isEmpty();

        assertThat(module.compile()).isFalse();
        assertThat(module.compile()).as("is not tried again").isFalse();
        assertThat(module.compiled()).isFalse();
        assertThat(module.bytesToCompile()).isZero();
        assertThat(module.notCompiled()).hasValueSatisfying(reason -> assertThat(reason)
                .startsWith("the compiler failed: java.lang.NullPointerException"));
    }

    @Test
    void isToldToTheOperatorOnce() throws IOException {
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(ComponentEngine.class.getName());
        logger.addHandler(handler);
        byte[] wasm = component();
        try (ComponentEngine engine =
                new ComponentEngine(EngineSettings.DEFAULT.withCompilation(EngineSettings.Compilation.EAGER))) {
            CompiledComponent component = engine.compile(wasm);
            engine.compile(wasm);

            assertThat(component.compiledToBytecode()).isFalse();
            assertThat(component.notCompiled()).hasSize(1);
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(lines).singleElement().satisfies(line -> assertThat(line)
                .startsWith("WARNING core module 0 of component sha256:" + ComponentCache.digest(wasm))
                .contains("stays interpreted", "NullPointerException"));
    }
}
