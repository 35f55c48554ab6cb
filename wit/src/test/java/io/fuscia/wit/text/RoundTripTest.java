package io.fuscia.wit.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.EngineSettings;
import io.fuscia.wit.types.ComponentType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worlds as the guests' toolchains wrote them into binaries against the text that they were made from. */
class RoundTripTest {
    private static final EngineSettings INTERPRETER =
            EngineSettings.DEFAULT.withCompilation(EngineSettings.Compilation.INTERPRETER_ONLY);

    /** What {@code src/guests/worlds.wit} says, and what each guest's toolchain adds to its world. */
    private static WitPackages worlds() throws IOException {
        WitPackages.Builder builder = WitPackages.builder()
                .feature("clocks-timezone")
                .add("worlds.wit", Files.readString(Path.of("src/guests/worlds.wit")))
                .add("roundtrip.wit", """
                        package fuscia:roundtrip;
                        world noop { export fuscia:task/task@0.1.0; }
                        world wasi-task {
                            include fuscia:guests/script-task@0.1.0;
                            import wasi:cli/environment@0.2.0;
                            import wasi:cli/exit@0.2.0;
                            import wasi:cli/stdin@0.2.0;
                            import wasi:cli/stdout@0.2.0;
                            import wasi:cli/stderr@0.2.0;
                            import wasi:cli/terminal-stdin@0.2.0;
                            import wasi:cli/terminal-stdout@0.2.0;
                            import wasi:cli/terminal-stderr@0.2.0;
                            import wasi:clocks/monotonic-clock@0.2.0;
                            import wasi:filesystem/preopens@0.2.0;
                            import wasi:random/random@0.2.0;
                            import wasi:random/insecure-seed@0.2.0;
                        }
                        """);
        try (var folders = Files.list(Path.of("src/main/wit/deps"))) {
            for (Path folder : folders.sorted().toList()) {
                Path file = folder.resolve(folder.getFileName() + ".wit");
                builder.add(List.of(new WitSource(file.toString(), Files.readString(file))));
            }
        }
        return builder.build();
    }

    private static ComponentType decoded(String guest) throws IOException {
        try (InputStream input = RoundTripTest.class.getResourceAsStream("/guests/" + guest + ".wasm");
                ComponentEngine engine = new ComponentEngine(INTERPRETER)) {
            return engine.compile(input.readAllBytes()).validated().type();
        }
    }

    @Test
    void worldThatIsImportedAsAWholeIsTheSame() throws IOException {
        SortedMap<String, SortedMap<String, String>> text =
                TypeText.of(worlds().world("fuscia:guests/script-task@0.1.0"));
        SortedMap<String, SortedMap<String, String>> binary = TypeText.of(decoded("js-task"));
        // The toolchain exports a function of its own besides the world.
        binary.remove("export init");
        assertThat(binary).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "noop-task, fuscia:roundtrip/noop",
        "c-task, fuscia:guests/script-task@0.1.0",
        "rust-task, fuscia:guests/script-task@0.1.0",
        "assemblyscript-task, fuscia:guests/script-task@0.1.0",
        "rust-trigger, fuscia:guests/script-trigger@0.1.0",
        "rust-http-task, fuscia:guests/http-task@0.1.0",
        "two-tasks-shared-types, fuscia:guests/csv-shared-types@0.1.0",
        "rust-wasi-task, fuscia:roundtrip/wasi-task",
        "c-wasi-task, fuscia:roundtrip/wasi-task",
        "js-wasi-task, fuscia:roundtrip/wasi-task"
    })
    void whatABinaryHasOfAWorldIsTheSame(String guest, String world) throws IOException {
        SortedMap<String, SortedMap<String, String>> text = TypeText.of(worlds().world(world));
        SortedMap<String, SortedMap<String, String>> binary = TypeText.of(decoded(guest));
        binary.remove("export init");
        for (Map.Entry<String, SortedMap<String, String>> extern : binary.entrySet()) {
            assertThat(text).containsKey(extern.getKey());
            if (extern.getKey().startsWith("export ")) {
                assertThat(extern.getValue()).isEqualTo(text.get(extern.getKey()));
            } else {
                // Toolchains leave out what a guest does not use of an import.
                assertThat(text.get(extern.getKey())).containsAllEntriesOf(extern.getValue());
            }
        }
        text.keySet().stream().filter(name -> name.startsWith("export ")).forEach(name -> assertThat(binary)
                .containsKey(name));
    }

    /** What {@code src/test/resources/worlds/worlds.sh} made components of. */
    private static WitPackages worldsAsText(boolean allFeatures) throws IOException {
        WitPackages.Builder builder = WitPackages.builder();
        if (allFeatures) {
            builder.allFeatures();
        }
        Path worlds = Path.of("src/test/resources/worlds");
        builder.add("worlds.wit", Files.readString(Path.of("src/guests/worlds.wit")))
                .add("kinds.wit", Files.readString(worlds.resolve("kinds.wit")))
                .add(Path.of("src/test/wit"))
                .add(Path.of("src/main/wit"));
        try (var folders = Files.list(worlds.resolve("wasi-0.2.12/deps"))) {
            for (Path folder : folders.sorted().toList()) {
                builder.add(folder);
            }
        }
        return builder.build();
    }

    @ParameterizedTest
    @CsvSource({
        "fuscia-platform, fuscia:platform/platform@0.1.0",
        "fuscia-task-component, fuscia:platform/task-component@0.1.0",
        "fuscia-trigger-component, fuscia:platform/trigger-component@0.1.0",
        "guests-script-task, fuscia:guests/script-task@0.1.0",
        "guests-http-task, fuscia:guests/http-task@0.1.0",
        "guests-script-trigger, fuscia:guests/script-trigger@0.1.0",
        "guests-csv, fuscia:guests/csv@0.1.0",
        "guests-csv-shared-types, fuscia:guests/csv-shared-types@0.1.0",
        "bindings-echo, test:bindings/echo@1.0.0",
        "kinds, test:kinds/kinds@1.2.3-rc.1+build.5",
        "kinds-all, test:kinds/kinds@1.2.3-rc.1+build.5",
        "wasi-cli-command, wasi:cli/command@0.2.12",
        "wasi-cli-imports, wasi:cli/imports@0.2.12",
        "wasi-clocks-imports, wasi:clocks/imports@0.2.12",
        "wasi-filesystem-imports, wasi:filesystem/imports@0.2.12",
        "wasi-http-imports, wasi:http/imports@0.2.12",
        "wasi-http-proxy, wasi:http/proxy@0.2.12",
        "wasi-io-imports, wasi:io/imports@0.2.12",
        "wasi-random-imports, wasi:random/imports@0.2.12",
        "wasi-sockets-imports, wasi:sockets/imports@0.2.12"
    })
    void wholeWorldIsTheSameInTextAndBinary(String file, String world) throws IOException {
        SortedMap<String, SortedMap<String, String>> text =
                TypeText.of(worldsAsText(!file.equals("kinds")).world(world));
        SortedMap<String, SortedMap<String, String>> binary;
        try (InputStream input = RoundTripTest.class.getResourceAsStream("/worlds/" + file + ".wasm");
                ComponentEngine engine = new ComponentEngine(INTERPRETER)) {
            binary =
                    TypeText.of(engine.compile(input.readAllBytes()).validated().type());
        }
        // The encoder leaves out names of imported types that no function needs; everything else must be there.
        text.forEach((extern, members) -> {
            if (extern.startsWith("import ")) {
                SortedMap<String, String> found = binary.getOrDefault(extern, new TreeMap<>());
                members.entrySet()
                        .removeIf(
                                member -> member.getValue().startsWith("type ") && !found.containsKey(member.getKey()));
            }
        });
        text.entrySet().removeIf(extern -> extern.getValue().isEmpty() && !binary.containsKey(extern.getKey()));
        assertThat(binary).isEqualTo(text);
    }
}
