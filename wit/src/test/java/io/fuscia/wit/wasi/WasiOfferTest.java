package io.fuscia.wit.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.wit.runtime.CompiledComponent;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.EngineSettings;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.InstanceLimits;
import io.fuscia.wit.text.WitPackages;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.InstanceType;
import io.fuscia.wit.types.ResourceType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is offered against what WASI's interfaces have. */
class WasiOfferTest {
    @Test
    void offersEverythingThatTheInterfacesHave() throws IOException {
        WitPackages packages =
                WitPackages.builder().allFeatures().add(Path.of("src/main/wit")).build();
        Map<String, Set<String>> offers =
                WasiHost.addTo(HostImports.builder()).build().offers();
        Map<String, Set<String>> missing = new TreeMap<>();
        for (String name : packages.interfaces()) {
            // A component exports "run" rather than import it.
            if (name.startsWith("wasi:") && !name.startsWith("wasi:cli/run")) {
                Set<String> wanted = new TreeSet<>();
                packages.interfaceType(name).exports().forEach((member, type) -> {
                    if (type instanceof FunctionType
                            || (type instanceof ExternType.OfType of && of.type() instanceof ResourceType)) {
                        wanted.add(member);
                    }
                });
                wanted.removeAll(offers.getOrDefault(name, Set.of()));
                if (!wanted.isEmpty()) {
                    missing.put(name, wanted);
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(packages.interfaces())
                .filteredOn(name -> name.startsWith("wasi:"))
                .hasSizeGreaterThan(25);
    }

    /** 0.2 only ever adds: whoever has all of the newest version has all of the others. */
    @Test
    void textIsThatOfTheNewestVersionThatIsOffered() throws IOException {
        WitPackages.Builder builder = WitPackages.builder().allFeatures();
        try (var folders = Files.list(Path.of("src/test/resources/worlds/wasi-" + WasiHost.VERSION + "/deps"))) {
            for (Path folder : folders.sorted().toList()) {
                builder.add(folder);
            }
        }
        WitPackages newest = builder.build();
        WitPackages ours =
                WitPackages.builder().allFeatures().add(Path.of("src/main/wit")).build();
        int compared = 0;
        for (String name : newest.interfaces()) {
            // Components export this one, and are not asked to here.
            if (!name.startsWith("wasi:http/incoming-handler")) {
                InstanceType own = ours.interfaceType(name.replace("@" + WasiHost.VERSION, "@0.2.0"));
                assertThat(texts(own)).as(name).isEqualTo(texts(newest.interfaceType(name)));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(25);
    }

    private static Map<String, String> texts(InstanceType type) {
        Map<String, String> texts = new TreeMap<>();
        type.exports().forEach((name, extern) -> texts.put(name, extern.toString()));
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"cli-imports", "http-imports", "http-proxy"})
    void linksComponentsThatImportEverything(String world) throws IOException {
        try (InputStream input = getClass().getResourceAsStream("/worlds/wasi-" + world + ".wasm");
                ComponentEngine engine = new ComponentEngine(
                        EngineSettings.DEFAULT.withCompilation(EngineSettings.Compilation.INTERPRETER_ONLY));
                WasiContext context = WasiContext.builder().build()) {
            CompiledComponent component = engine.compile(input.readAllBytes());
            component
                    .instantiate(WasiHost.addTo(HostImports.builder()).build(), InstanceLimits.DEFAULT, context)
                    .close();
            assertThat(component.imports()).hasSizeGreaterThan(9);
        }
    }

    @Test
    void sharesResourcesBetweenVersionsInOneComponent() throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (InputStream input = getClass().getResourceAsStream("/wasi/mixed-versions.wasm");
                ComponentEngine engine = new ComponentEngine(
                        EngineSettings.DEFAULT.withCompilation(EngineSettings.Compilation.INTERPRETER_ONLY));
                WasiContext context = WasiContext.builder().output(output, 100).build()) {
            CompiledComponent component = engine.compile(input.readAllBytes());
            assertThat(component.imports())
                    .containsKeys("wasi:cli/stdout@0.2.4", "wasi:io/streams@0.2.4", "wasi:io/streams@0.2.12");
            try (ComponentInstance instance = component.instantiate(
                    WasiHost.addTo(HostImports.builder()).build(), InstanceLimits.DEFAULT, context)) {
                instance.function(null, "run").call();
            }
        }
        assertThat(output).hasToString("hello");
    }
}
