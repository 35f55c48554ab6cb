package io.fuscia.wit.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.wasm.types.ExternalType;
import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tail calls and exceptions, however the functions are run that make them. */
class TailCallsTest {
    private static final CoreExtern BACK = new CoreExtern.Function(args -> new long[] {args[0] + 100});

    /** How a module is run. */
    enum Way {
        INTERPRETED,
        COMPILED,
        /** The first half of its functions compiled, as if the others were too large. */
        FIRST_HALF_COMPILED,
        SECOND_HALF_COMPILED;

        CoreModule load(String name) {
            CoreModule module = Modules.load(name, false);
            int imported = module.chicory().importSection().count(ExternalType.FUNCTION);
            int functions = imported + module.chicory().functionSection().functionCount();
            int half = (imported + functions) / 2;
            if (this != INTERPRETED) {
                assertThat(module.compile(
                                switch (this) {
                                    case FIRST_HALF_COMPILED -> range(half, functions);
                                    case SECOND_HALF_COMPILED -> range(imported, half);
                                    default -> Set.of();
                                }))
                        .as("%s", module.notCompiled())
                        .isTrue();
            }
            return module;
        }

        private static Set<Integer> range(int from, int to) {
            return IntStream.range(from, to).boxed().collect(Collectors.toSet());
        }
    }

    private final ResourceBudget budget = new ResourceBudget(100, 100);

    private CoreInstance instantiate(Way way) {
        CoreInstance owner = Modules.instantiate("table-owner", way == Way.COMPILED, budget);
        Modules.instantiate("table-filler", false, budget, owner.export("t"), BACK);
        CoreInstance thrower = Modules.instantiate("reentrant-thrower", way == Way.COMPILED, budget);
        return CoreInstance.instantiate(
                way.load("tail-calls"),
                new CoreExtern[] {owner.export("t"), BACK, thrower.export("e"), thrower.export("t")},
                budget);
    }

    @ParameterizedTest
    @EnumSource
    void callsItselfWithFreshLocals(Way way) {
        CoreInstance instance = instantiate(way);

        assertThat(Modules.callInt(instance, "sum", 100, 0)).isEqualTo(5050);
        assertThat(Modules.callInt(instance, "even", 100)).isEqualTo(11);
        assertThat(Modules.callInt(instance, "even", 101)).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource
    void callsFunctionsOfOtherModules(Way way) {
        CoreInstance instance = instantiate(way);

        assertThat(Modules.callInt(instance, "foreign", 0, 21)).isEqualTo(1042);
        assertThat(Modules.callInt(instance, "foreign", 2, 21)).isEqualTo(1121);
        assertThat(Modules.callInt(instance, "imported", 5)).isEqualTo(1105);
        assertThatThrownBy(() -> Modules.callInt(instance, "foreign", 1, 1))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.INDIRECT_CALL_MISMATCH));
        assertThatThrownBy(() -> Modules.callInt(instance, "foreign", 3, 1))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.NULL_REFERENCE));
        assertThat(Modules.callInt(instance, "foreign", 0, 4)).isEqualTo(1008);
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheHandlersOfTheFunctionThatCalls(Way way) {
        CoreInstance instance = instantiate(way);

        for (int round = 0; round < 3; round++) {
            assertThat(Modules.callInt(instance, "catch")).isEqualTo(10);
            assertThat(Modules.callInt(instance, "after-catch", 5)).isEqualTo(1011);
        }
    }

    @ParameterizedTest
    @EnumSource
    void unwindsAnExceptionThroughTheModuleThatCalledBack(Way way) {
        CoreInstance thrower = Modules.instantiate("reentrant-thrower", way == Way.COMPILED, budget);
        CoreInstance[] catcher = new CoreInstance[1];
        int[] left = {0};
        CoreFunction back = args -> {
            long[] results = ((CoreExtern.Function) catcher[0].export("inner"))
                    .function()
                    .call(args);
            left[0]++;
            return new long[] {results[0] + 50};
        };
        catcher[0] = CoreInstance.instantiate(
                way.load("reentrant-catch"),
                new CoreExtern[] {new CoreExtern.Function(back), thrower.export("e"), thrower.export("t")},
                budget);

        for (int round = 0; round < 3; round++) {
            assertThat(Modules.callInt(catcher[0], "outer", 30)).isEqualTo(37);
            assertThat(left[0]).as("what called back did not go on").isEqualTo(round);
            assertThat(Modules.callInt(catcher[0], "outer", 0)).isEqualTo(101_062);
        }
        assertThat(Modules.callInt(catcher[0], "through-table", 0)).isEqualTo(10);
    }
}
