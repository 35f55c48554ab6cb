package io.fuscia.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.it.server.FusciaCli;
import io.fuscia.it.server.FusciaServer;
import io.fuscia.it.server.Packages;
import io.fuscia.it.server.SystemTest;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every benchmark of the performance page runs without an error; how fast is for {@code quiet} machines to say. */
@SystemTest
class BenchIT {
    private static final Path BENCH = FusciaServer.root().resolve("ear/examples/bench");

    static List<String> benchmarks() throws IOException {
        try (Stream<Path> files = Files.list(BENCH)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void runsWithoutErrors(String file, FusciaServer server) {
        Packages.installExample(server.api(), "noop");
        Packages.installExample(server.api(), "order-summary");
        List<String> arguments = new ArrayList<>(List.of(
                "bench",
                BENCH.resolve(file).toString(),
                "--concurrency",
                "2",
                "--warm-up",
                "100ms",
                "--duration",
                "1s",
                "-o",
                "json"));
        Path input = BENCH.resolve(file.replace(".yaml", ".input.json"));
        if (Files.exists(input)) {
            arguments.addAll(List.of("--input", "@" + input));
        }

        FusciaCli.Result result = new FusciaCli(server).run(arguments.toArray(String[]::new));

        assertThat(result.exitCode()).as(result.toString()).isZero();
        JsonObject report = Json.createReader(new StringReader(result.out())).readObject();
        assertThat(report.getInt("workflows")).isPositive();
        assertThat(report.getInt("errors")).isZero();
        assertThat(report.getJsonNumber("cpu_ms_per_workflow").doubleValue()).isPositive();
    }
}
