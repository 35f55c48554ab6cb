package io.fuscia.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.artifact.DataDirectory;
import io.fuscia.wit.runtime.EngineSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class HostProducerTest {
    private static final DataDirectory DATA = new DataDirectory(Path.of("/data/fuscia"));

    private static EngineSettings engine(Map<String, String> environment) {
        return HostProducer.engineSettings(new OperatorSettings(new Properties(), environment), DATA);
    }

    @Test
    void keepsCompiledCodeBesideTheData() {
        EngineSettings settings = engine(Map.of());

        assertThat(settings.codeFolder()).contains(Path.of("/data/fuscia/compiled-code"));
        assertThat(settings.codeFolderBytes()).isEqualTo(1L << 30);
    }

    @Test
    void keepsCompiledCodeWhereTheOperatorSays() {
        EngineSettings settings =
                engine(Map.of("FUSCIA_CODE_CACHE_FOLDER", "/var/cache/fuscia", "FUSCIA_CODE_CACHE_BYTES", "1000"));

        assertThat(settings.codeFolder()).contains(Path.of("/var/cache/fuscia"));
        assertThat(settings.codeFolderBytes()).isEqualTo(1000);
    }

    @Test
    void keepsNoCompiledCodeWhenItMayTakeNoSpace() {
        assertThat(engine(Map.of("FUSCIA_CODE_CACHE_BYTES", "0")).codeFolder()).isEmpty();
    }

    @Test
    void refusesASizeThatIsNoNumber() {
        assertThatThrownBy(() -> engine(Map.of("FUSCIA_CODE_CACHE_BYTES", "1 GB")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("fuscia.code_cache.bytes");
    }
}
