package io.fuscia.wit.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.readme.Readme;
import io.fuscia.wit.runtime.CompiledComponent;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.EngineSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The guest matrix: every toolchain's component does everything, on a fresh instance each time, interpreted. No cell is
 * left out; README.md shows the same list.
 */
class GuestMatrixTest {
    private static final Map<Guest, CompiledComponent> COMPONENTS = new EnumMap<>(Guest.class);
    private static final ComponentEngine INTERPRETER =
            new ComponentEngine(new EngineSettings(EngineSettings.Compilation.INTERPRETER_ONLY, 0));

    @TempDir
    private Path directory;

    @AfterAll
    static void forget() {
        COMPONENTS.clear();
        INTERPRETER.close();
    }

    static Stream<Arguments> cells() {
        return Arrays.stream(Guest.values())
                .flatMap(guest -> Arrays.stream(Behaviour.values()).map(behaviour -> Arguments.of(guest, behaviour)));
    }

    /** Every cell that is run, and no other, is shown. */
    @Test
    void isShownInTheReadme() {
        Readme.assertShows("guests", GuestTable.lines());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cells")
    void everyGuestDoesEverything(Guest guest, Behaviour behaviour) throws IOException {
        CompiledComponent component =
                COMPONENTS.computeIfAbsent(guest, missing -> INTERPRETER.compile(missing.bytes()));
        try (World world = new World(directory)) {
            behaviour.check(world, world.run(component, behaviour.input(world)));
        }
    }

    /** StarlingMonkey alone takes some twenty seconds to compile; it runs compiled in {@code wit/benchmarks}. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STARLINGMONKEY")
    void everyGuestDoesEverythingCompiledToo(Guest guest) throws IOException {
        try (ComponentEngine compiler = new ComponentEngine(new EngineSettings(EngineSettings.Compilation.EAGER, 0))) {
            CompiledComponent component = compiler.compile(guest.bytes());
            for (Behaviour behaviour : Behaviour.values()) {
                try (World world = new World(directory)) {
                    behaviour.check(world, world.run(component, behaviour.input(world)));
                }
            }
        }
    }

    /**
     * TeaVM's collector fills its own mark queue and gives up, which is a trap; 16 MiB can be allocated before. Should
     * this test fail, because a later TeaVM is better, then change src/guests/README.md too.
     */
    @Test
    void javaEndsAtItsFirstGarbageCollection() throws IOException {
        CompiledComponent component =
                COMPONENTS.computeIfAbsent(Guest.JAVA, missing -> INTERPRETER.compile(missing.bytes()));
        try (World world = new World(directory)) {
            assertThatThrownBy(() -> world.run(component, "{\"op\":\"garbage\"}"))
                    .isInstanceOfSatisfying(
                            Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.UNREACHABLE));
        }
    }
}
