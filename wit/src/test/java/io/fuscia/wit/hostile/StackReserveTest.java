package io.fuscia.wit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.runtime.ComponentEngine;
import io.fuscia.wit.runtime.ComponentInstance;
import io.fuscia.wit.runtime.EngineSettings;
import io.fuscia.wit.runtime.HostImports;
import io.fuscia.wit.runtime.InstanceLimits;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A guest that calls out with next to no stack left must not break the host's classes for everybody else. */
class StackReserveTest {
    /** Classes that a host uses for the first time; each needs some stack to be initialised. */
    private static final List<Supplier<Integer>> FIRST_USES =
            List.of(() -> First.VALUE, () -> Second.VALUE, () -> Third.VALUE, () -> Fourth.VALUE, () -> Fifth.VALUE);

    private static final class First {
        static final Integer VALUE = needsStack(500);
    }

    private static final class Second {
        static final Integer VALUE = needsStack(500);
    }

    private static final class Third {
        static final Integer VALUE = needsStack(500);
    }

    private static final class Fourth {
        static final Integer VALUE = needsStack(500);
    }

    private static final class Fifth {
        static final Integer VALUE = needsStack(500);
    }

    private static Integer needsStack(int depth) {
        return depth == 0 ? 0 : needsStack(depth - 1) + 1;
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERPRETER_ONLY", "EAGER"})
    void initialisesTheHostsClassesOnlyWithRoomToSpare(EngineSettings.Compilation compilation) {
        HostImports imports = HostImports.builder()
                .function("touch", (call, args) -> {
                    int which = ((Long) args[0]).intValue();
                    return which == 0
                            ? null
                            : noResult(FIRST_USES.get(which - 1).get());
                })
                .build();
        EngineSettings settings = EngineSettings.DEFAULT.withCompilation(compilation);
        for (int which = 1; which <= FIRST_USES.size(); which++) {
            // The host is called for the first time by an engine that does not know the function yet.
            try (ComponentEngine measuring = new ComponentEngine(settings);
                    ComponentEngine engine = new ComponentEngine(settings)) {
                int depth = tooDeep(measuring, imports);
                while (!works(engine, imports, depth, which)) {
                    depth -= depth / 200 + 1;
                }
            }
        }
        assertThat(FIRST_USES).allSatisfy(use -> assertThat(use.get()).isEqualTo(500));
    }

    private static Object noResult(Object ignored) {
        return null;
    }

    /** Just too deep for the guest to call out; found anew each time, since the JVM's compiler makes frames smaller. */
    private static int tooDeep(ComponentEngine engine, HostImports imports) {
        int depth = 1_000;
        while (works(engine, imports, depth, 0)) {
            depth += depth / 50;
        }
        return depth;
    }

    private static boolean works(ComponentEngine engine, HostImports imports, int depth, int which) {
        try (ComponentInstance instance =
                engine.compile(HostileGuests.bytes("hostile/deep")).instantiate(imports, InstanceLimits.DEFAULT)) {
            instance.function(null, "deep").call((long) depth, (long) which);
            return true;
        } catch (Trap trap) {
            assertThat(trap.code()).isEqualTo(TrapCode.STACK_OVERFLOW);
            return false;
        }
    }
}
