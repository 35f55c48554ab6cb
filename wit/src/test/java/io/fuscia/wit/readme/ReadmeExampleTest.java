package io.fuscia.wit.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.wit.runtime.ComponentEngine;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of README.md as a user would run it: its own process, this module and what it depends on. */
class ReadmeExampleTest {
    @TempDir
    private Path directory;

    @Test
    void runsWithNothingButChicoryAndTheJdk() throws Exception {
        Path source = Files.write(directory.resolve("Greet.java"), Readme.code("java"));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(),
                        source.toString(),
                        Path.of("src/test/resources/guests/greeter.wasm").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(output).hasContent("Hello, world!\n");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void isTenLinesLong() {
        List<String> body = Readme.code("java").stream()
                .filter(line -> line.startsWith("    ") && !line.isBlank())
                .toList();
        assertThat(body).hasSizeLessThanOrEqualTo(10);
    }

    private static String classPath() throws URISyntaxException {
        Path self = Path.of(ComponentEngine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Stream<String> libraries = Arrays.stream(
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .split(File.pathSeparator))
                .filter(entry -> entry.contains("chicory")
                        || Path.of(entry).getFileName().toString().startsWith("asm"));
        return Stream.concat(Stream.of(self.toString()), libraries).collect(Collectors.joining(File.pathSeparator));
    }
}
