package io.fuscia.wit.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Chicory does wrong or differently, interpreted and compiled. */
class CoreInstanceTest {
    private static final CoreExtern ONE = new CoreExtern.Function(args -> new long[] {1});
    private static final CoreExtern TWO = new CoreExtern.Function(args -> new long[] {2});

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void linksImportsWithEmptyAndEqualNamesByPosition(boolean compiled) {
        CoreInstance instance = Modules.instantiate("empty-names", compiled, ONE, TWO);

        assertThat(Modules.callInt(instance, "run")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void growsATableOfOneInstanceOnly(boolean compiled) {
        CoreModule module = Modules.load("growing-table", compiled);
        CoreInstance first = Modules.instantiate(module);
        assertThat(Modules.callInt(first, "grow", 5)).isEqualTo(1);

        CoreInstance second = Modules.instantiate(module);

        assertThat(Modules.callInt(first, "size")).isEqualTo(6);
        assertThat(Modules.callInt(second, "size")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesToGrowATableBeyondTheBudget(boolean compiled) {
        CoreInstance instance = Modules.instantiate("growing-table", compiled);

        assertThat(Modules.callInt(instance, "grow", 99)).isEqualTo(1);
        assertThat(Modules.callInt(instance, "grow", 1)).isEqualTo(-1);
        assertThat(Modules.callInt(instance, "grow", 0x7fffffff)).isEqualTo(-1);
        assertThat(Modules.callInt(instance, "grow", -1)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callsFunctionsOfAnotherModuleThroughATableByTheirType(boolean compiled) {
        CoreInstance owner = Modules.instantiate("table-owner", compiled);
        Modules.instantiate("table-filler", compiled, owner.export("t"), new CoreExtern.Function(args ->
                new long[] {args[0] + 100}));

        assertThat(Modules.callInt(owner, "call-i", 21, 0)).isEqualTo(42);
        assertThat(Modules.call(owner, "call-l", 5, 1)).containsExactly(25);
        assertThat(Modules.callInt(owner, "call-i", 1, 2)).isEqualTo(101);
        assertThatThrownBy(() -> Modules.call(owner, "call-l", 5, 0))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.INDIRECT_CALL_MISMATCH));
        assertThatThrownBy(() -> Modules.call(owner, "call-i", 5, 1))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.INDIRECT_CALL_MISMATCH));
        assertThatThrownBy(() -> Modules.call(owner, "call-i", 5, 3))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.NULL_REFERENCE));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void movesFunctionsBetweenTheTablesOfTwoModules(boolean compiled) {
        ResourceBudget budget = new ResourceBudget(100, 100);
        CoreInstance owner = Modules.instantiate("table-owner", compiled, budget);
        Modules.instantiate("table-filler", compiled, budget, owner.export("t"), new CoreExtern.Function(args ->
                new long[] {args[0] + 100}));
        CoreInstance mover = Modules.instantiate("table-mover", compiled, budget, owner.export("t"));

        assertThat(Modules.callInt(mover, "is-null", 3)).isEqualTo(1);
        assertThat(Modules.callInt(mover, "is-null", 0)).isZero();
        Modules.call(mover, "take", 0, 0);
        assertThat(Modules.callInt(mover, "call-own", 21, 0))
                .as("another's function")
                .isEqualTo(42);
        Modules.call(mover, "copy", 1, 0, 4);
        assertThat(Modules.callInt(mover, "call-own", 22, 1))
                .as("another's function, copied")
                .isEqualTo(44);
        assertThat(Modules.callInt(mover, "call-own", 22, 3))
                .as("an imported one of another")
                .isEqualTo(122);
        assertThatThrownBy(() -> Modules.call(mover, "call-own", 1, 4))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.NULL_REFERENCE));
        Modules.call(mover, "give", 5, 3);
        assertThat(Modules.callInt(owner, "call-i", 9, 3)).as("given away").isEqualTo(-9);
        Modules.call(mover, "copy-within", 1, 0, 3);
        assertThat(Modules.callInt(owner, "call-i", 9, 1))
                .as("copied by a third")
                .isEqualTo(18);
        assertThat(Modules.callInt(owner, "call-i", 9, 3)).isEqualTo(109);
        assertThat(Modules.callInt(mover, "grow", 1, 2)).isEqualTo(6);
        assertThat(Modules.callInt(mover, "call-own", 4, 7)).isEqualTo(8);
        Modules.call(mover, "fill", 0, 3, 2);
        assertThat(Modules.callInt(mover, "call-own", 4, 1)).isEqualTo(104);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void unwindsAnExceptionThroughTheModuleThatCalledBack(boolean compiled) {
        CoreInstance thrower = Modules.instantiate("reentrant-thrower", compiled);
        CoreInstance[] catcher = new CoreInstance[1];
        int[] left = {0};
        CoreFunction back = args -> {
            long[] results = ((CoreExtern.Function) catcher[0].export("inner"))
                    .function()
                    .call(args);
            left[0]++;
            return new long[] {results[0] + 50};
        };
        catcher[0] = Modules.instantiate(
                "reentrant-catch", compiled, new CoreExtern.Function(back), thrower.export("e"), thrower.export("t"));

        for (int round = 0; round < 3; round++) {
            assertThat(Modules.callInt(catcher[0], "outer", 30)).isEqualTo(37);
            assertThat(left[0]).as("what called back did not go on").isEqualTo(round);
            assertThat(Modules.callInt(catcher[0], "outer", 0)).isEqualTo(101_062);
        }
        assertThat(Modules.callInt(catcher[0], "through-table", 0)).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsThePassiveSegmentsOfModulesThatShareAMemoryApart(boolean compiled) {
        CoreInstance owner = Modules.instantiate("memory", compiled);
        CoreInstance other = Modules.instantiate("segments", compiled, owner.export("m"));
        GuestMemory memory = ((CoreExtern.Memory) owner.export("m")).memory();

        Modules.call(other, "init", 100);
        Modules.call(owner, "init", 200);
        Modules.call(other, "drop");
        Modules.call(owner, "init", 300);

        assertThat(memory.readBytes(100, 6)).asString().isEqualTo("second");
        assertThat(memory.readBytes(200, 6)).asString().isEqualTo("first!");
        assertThat(memory.readBytes(300, 6)).asString().isEqualTo("first!");
        assertThatThrownBy(() -> Modules.call(other, "init", 400)).isInstanceOf(Trap.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void showsAGrownMemoryToEveryInstanceThatSharesIt(boolean compiled) {
        CoreInstance owner = Modules.instantiate("memory", compiled);
        CoreInstance other = Modules.instantiate("segments", compiled, owner.export("m"));

        Modules.call(owner, "grow", 1);
        Modules.call(other, "init", 65_536);

        assertThat(Modules.callInt(owner, "load8", 65_536)).isEqualTo('s');
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tellsTagsOfOneTypeApartByIdentity(boolean compiled) {
        CoreInstance thrower = Modules.instantiate("throwing-tag", compiled);
        CoreInstance catcher = Modules.instantiate(
                "passing-tag",
                compiled,
                thrower.export("throw-a"),
                thrower.export("throw-b"),
                thrower.export("a"),
                thrower.export("b"));

        assertThat(Modules.callInt(catcher, "catch-b", 1)).isEqualTo(2);
        assertThat(Modules.callInt(catcher, "catch-b", 0)).isEqualTo(77);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mapsAnEscapedExceptionToATrap(boolean compiled) {
        CoreInstance thrower = Modules.instantiate("throwing-tag", compiled);

        assertThatThrownBy(() -> Modules.call(thrower, "throw-a"))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.UNCAUGHT_EXCEPTION));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void boundsAMemoryThatDeclaresNoMaximum(boolean compiled) {
        CoreInstance instance = Modules.instantiate("unbounded", compiled);

        Modules.call(instance, "eat");

        assertThat(((CoreExtern.Memory) instance.export("m")).memory().pages()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesADeclaredMinimumOverTheBudget(boolean compiled) {
        CoreModule module = Modules.load("unbounded", compiled);

        assertThatThrownBy(() -> CoreInstance.instantiate(module, new CoreExtern[0], new ResourceBudget(2, 0)))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.MEMORY_LIMIT));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void trapsOnAnOffsetBeyondEveryMemory(boolean compiled) {
        CoreInstance instance = Modules.instantiate("memory", compiled);

        for (long base : new long[] {0, 1, 32, 0x7fffffff, 0xffffffffL}) {
            assertThatThrownBy(() -> Modules.call(instance, "load64-far", base))
                    .isInstanceOfSatisfying(
                            Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.MEMORY_OUT_OF_BOUNDS));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "unreachable, UNREACHABLE", "load, MEMORY_OUT_OF_BOUNDS", "divide, DIVIDE_BY_ZERO",
        "remainder, DIVIDE_BY_ZERO", "overflow, INTEGER_OVERFLOW", "truncate, INVALID_CONVERSION_TO_INTEGER",
        "truncate-large, INTEGER_OVERFLOW", "undefined, TABLE_OUT_OF_BOUNDS", "uninitialized, NULL_REFERENCE",
        "mismatch, INDIRECT_CALL_MISMATCH", "copy, MEMORY_OUT_OF_BOUNDS", "table-get, TABLE_OUT_OF_BOUNDS"
    })
    void givesEveryTrapItsCode(String function, TrapCode code) {
        for (boolean compiled : new boolean[] {false, true}) {
            CoreInstance instance = Modules.instantiate("traps", compiled);

            assertThatThrownBy(() -> Modules.call(instance, function))
                    .as("compiled: %s", compiled)
                    .isInstanceOfSatisfying(
                            Trap.class, trap -> assertThat(trap.code()).isEqualTo(code));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mapsEndlessRecursionToATrap(boolean compiled) {
        CoreInstance instance = Modules.instantiate("loops", compiled);

        assertThatThrownBy(() -> Modules.call(instance, "recursion"))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.STACK_OVERFLOW));
    }

    @ParameterizedTest
    @CsvSource({
        "br",
        "br-if",
        "br-table",
        "br-on-null",
        "return-call",
        "return-call-pair",
        "return-call-indirect",
        "throw"
    })
    void interruptsEveryKindOfLoop(String function) throws Exception {
        for (boolean compiled : new boolean[] {false, true}) {
            CoreInstance instance = Modules.instantiate("loops", compiled);
            CountDownLatch started = new CountDownLatch(1);
            ExecutorService executor = Executors.newSingleThreadExecutor();
            try {
                Future<TrapCode> code = executor.submit(() -> {
                    started.countDown();
                    try {
                        Modules.call(instance, function);
                        throw new AssertionError("the loop ended");
                    } catch (Trap trap) {
                        return trap.code();
                    }
                });
                started.await();
                executor.shutdownNow();

                // Compiled tail calls are plain calls, so those may run out of stack before they are interrupted.
                assertThat(code.get(60, TimeUnit.SECONDS))
                        .as("%s, compiled: %s", function, compiled)
                        .isIn(TrapCode.INTERRUPTED, TrapCode.STACK_OVERFLOW);
            } finally {
                executor.shutdownNow();
            }
        }
    }
}
