package io.fuscia.wit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reference to a function that goes from one core module of a component to another (WebAssembly 2.0). */
class ReferencesBetweenModulesTest {
    @ParameterizedTest
    @EnumSource
    void callsTheFunctionOfTheOtherModule(EngineSettings.Compilation compilation) throws IOException {
        EngineSettings settings = EngineSettings.DEFAULT.withCompilation(compilation);
        try (InputStream in = getClass().getResourceAsStream("/machine/references-component.wasm");
                ComponentEngine engine = new ComponentEngine(settings);
                ComponentInstance instance =
                        engine.compile(in.readAllBytes()).instantiate(HostImports.NONE, InstanceLimits.DEFAULT)) {
            for (int i = 0; i < 20; i++) {
                assertThat(instance.function("run").call((long) i)).isEqualTo(2L * i);
            }
        }
    }
}
