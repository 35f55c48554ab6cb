package io.fuscia.wit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.MalformedComponentException;
import io.fuscia.wit.Trap;
import io.fuscia.wit.UnlinkableComponentException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ComponentEngineTest {
    private final Probe probe = new Probe();

    @Test
    void compilesTheSameBytesOnce() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try (ComponentEngine engine = new ComponentEngine()) {
            List<Callable<CompiledComponent>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> engine.compile(Probe.bytes("runtime/probe")));
            }
            List<CompiledComponent> compiled = new ArrayList<>();
            for (Future<CompiledComponent> each : executor.invokeAll(tasks)) {
                compiled.add(each.get());
            }
            assertThat(compiled).allSatisfy(each -> assertThat(each).isSameAs(compiled.get(0)));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void forgetsTheLeastRecentlyUsedComponent() {
        EngineSettings small = new EngineSettings(EngineSettings.Compilation.INTERPRETER_ONLY, 5_000);
        try (ComponentEngine engine = new ComponentEngine(small)) {
            CompiledComponent first = engine.compile(Probe.bytes("runtime/probe"));
            engine.compile(Probe.bytes("runtime/start-calls-host"));
            assertThat(engine.compile(Probe.bytes("runtime/probe"))).isSameAs(first);
            engine.compile(Probe.bytes("guests/bad-trap"));
            assertThat(engine.compile(Probe.bytes("runtime/probe"))).isNotSameAs(first);
        }
    }

    @Test
    @Timeout(60)
    void switchesToCompiledCodeInTheBackground() {
        try (ComponentEngine engine = new ComponentEngine()) {
            CompiledComponent component = engine.compile(Probe.bytes("runtime/probe"));
            try (ComponentInstance early = component.instantiate(probe.imports, InstanceLimits.DEFAULT)) {
                while (!component.compiledToBytecode()) {
                    assertThat(Probe.call(early, "roundtrip", 3L)).isEqualTo(3L);
                }
                assertThat(Probe.call(early, "roundtrip", 3L)).isEqualTo(3L);
            }
            try (ComponentInstance late = component.instantiate(probe.imports, InstanceLimits.DEFAULT)) {
                assertThat(Probe.call(late, "roundtrip", 4L)).isEqualTo(4L);
            }
        }
    }

    @Test
    void callsCodeThatAnEarlierEngineCompiled(@TempDir Path folder) {
        EngineSettings settings = EngineSettings.DEFAULT
                .withCompilation(EngineSettings.Compilation.EAGER)
                .withCodeFolder(folder, 1 << 20);
        try (ComponentEngine engine = new ComponentEngine(settings)) {
            assertThat(engine.compile(Probe.bytes("runtime/probe")).compiledToBytecode())
                    .isTrue();
        }
        EngineSettings background = settings.withCompilation(EngineSettings.Compilation.BACKGROUND);
        try (ComponentEngine engine = new ComponentEngine(background)) {
            CompiledComponent component = engine.compile(Probe.bytes("runtime/probe"));
            // Nothing was handed to the background: it is compiled from the first call on.
            assertThat(component.compiledToBytecode()).isTrue();
            try (ComponentInstance instance = component.instantiate(probe.imports, InstanceLimits.DEFAULT)) {
                assertThat(Probe.call(instance, "roundtrip", 5L)).isEqualTo(5L);
            }
        }
    }

    @Test
    void namesEverythingThatTheHostDoesNotOffer() {
        HostImports incomplete = HostImports.builder()
                .instance("test:host/api@0.2.9")
                .function("call", (call, args) -> null)
                .build();

        assertThatThrownBy(() -> Probe.INTERPRETING
                        .compile(Probe.bytes("runtime/probe"))
                        .instantiate(incomplete, InstanceLimits.DEFAULT))
                .isInstanceOf(UnlinkableComponentException.class)
                .hasMessageContaining("test:host/api@0.2.3#text")
                .hasMessageContaining("resource test:host/api@0.2.3#thing")
                .hasMessageContaining("test:host/api@0.2.1#consume")
                .hasMessageNotContaining("#call");
    }

    @Test
    void offersNothingToAnIncompatibleVersion() {
        HostImports other = HostImports.builder()
                .instance("test:host/api@0.3.0")
                .function("call", (call, args) -> null)
                .build();

        assertThatThrownBy(() ->
                        Probe.INTERPRETING.compile(Probe.bytes("runtime/probe")).checkLinkable(other))
                .hasMessageContaining("test:host/api@0.2.3#call");
    }

    @Test
    void refusesComponentsThatInstantiateExponentially() {
        assertThatThrownBy(() -> Probe.INTERPRETING.compile(Probe.bytes("runtime/doubling")))
                .isInstanceOf(UnlinkableComponentException.class)
                .hasMessageContaining("more than 2000 instances");
    }

    @Test
    void refusesWhatIsNoComponentEveryTime() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Probe.INTERPRETING.compile(new byte[] {1, 2, 3}))
                    .isInstanceOf(MalformedComponentException.class);
        }
    }

    @Test
    void runsStartFunctionsThatCallTheHost() {
        HostImports imports = HostImports.builder()
                .function("call", (call, args) -> (long) args[0] + call.attachment(Long.class))
                .build();
        CompiledComponent component = Probe.INTERPRETING.compile(Probe.bytes("runtime/start-calls-host"));
        try (ComponentInstance first = component.instantiate(imports, InstanceLimits.DEFAULT, 1L);
                ComponentInstance second = component.instantiate(imports, InstanceLimits.DEFAULT, 2L)) {
            assertThat(Probe.call(first, "got")).isEqualTo(21L);
            assertThat(Probe.call(second, "got")).isEqualTo(22L);
        }
        assertThatThrownBy(() -> component.instantiate(imports, InstanceLimits.DEFAULT))
                .isInstanceOf(Trap.class)
                .hasMessageContaining("no java.lang.Long was attached");
    }

    @Test
    void findsExportsOfCompatibleVersions() {
        CompiledComponent component = Probe.INTERPRETING.compile(Probe.bytes("guests/noop-task"));
        try (ComponentInstance instance = component.instantiate(HostImports.NONE, InstanceLimits.DEFAULT)) {
            assertThat(instance.findFunction("fuscia:task/task@0.1.0", "execute"))
                    .isPresent();
            assertThat(instance.findFunction("fuscia:task/task@0.1.7", "execute"))
                    .isPresent();
            assertThat(instance.findFunction("fuscia:task/task@0.2.0", "execute"))
                    .isEmpty();
            assertThatThrownBy(() -> instance.function(null, "execute")).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void refusesCallsOfAClosedInstance() {
        ComponentInstance instance = probe.start();
        ComponentFunction function = instance.function(null, "drops");
        instance.close();

        assertThatThrownBy(function::call).isInstanceOf(IllegalStateException.class);
    }
}
