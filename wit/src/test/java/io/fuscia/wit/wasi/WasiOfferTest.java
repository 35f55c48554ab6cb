package io.fuscia.wit.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.text.WitPackages;
import io.fuscia.wit.types.ExternType;
import io.fuscia.wit.types.FunctionType;
import io.fuscia.wit.types.ResourceType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is offered against what WASI's interfaces have. */
class WasiOfferTest {
    @Test
    void offersEverythingThatTheInterfacesHave() throws IOException {
        WitPackages packages = WitPackages.read(Path.of("src/main/wit"));
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
                wanted.removeAll(offers.getOrDefault(name.replace("@0.2.0", "@" + WasiHost.VERSION), Set.of()));
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
}
