package io.fuscia.wit.splitting;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.wit.Trap;
import io.fuscia.wit.machine.CoreExtern;
import io.fuscia.wit.machine.CoreInstance;
import io.fuscia.wit.machine.CoreModule;
import io.fuscia.wit.machine.GuestMemory;
import io.fuscia.wit.machine.ResourceBudget;
import io.fuscia.wit.machine.Traps;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A split module does what the plain one does; both are run on random code, the plain one by the interpreter. */
class FunctionSplittingTest {
    private static final int MODULES = Integer.getInteger("fuscia.splitting.modules", 30);
    private static final List<SplittingLimits> LIMITS = List.of(
            new SplittingLimits(60, 50, 20), new SplittingLimits(150, 120, 30), new SplittingLimits(500, 300, 60));

    /** What can be seen of a call. */
    private record Outcome(String result, int memory, int narrow, long wide) {}

    @ParameterizedTest
    @ValueSource(longs = {20_261_126, 1})
    void doesWhatThePlainModuleDoes(long seed) {
        Random seeds = new Random(seed);
        int split = 0;
        int compiled = 0;
        for (int i = 0; i < MODULES; i++) {
            long each = seeds.nextLong();
            RandomModule random = new RandomModule(each);
            byte[] plain = random.bytes();
            byte[] parts = FunctionSplitting.split(plain, LIMITS.get(i % LIMITS.size()));
            split += Arrays.equals(plain, parts) ? 0 : 1;
            CoreModule interpreted = CoreModule.parse(plain);
            CoreModule splitInterpreted = CoreModule.parse(parts);
            CoreModule splitCompiled = CoreModule.parse(parts);
            // Chicory's compiler fails on some valid modules; they stay interpreted.
            compiled += splitCompiled.compile() ? 1 : 0;
            for (long argument : new long[] {0, 1, -1, 12_345}) {
                boolean wide = random.returnsWide();
                Outcome expected = call(interpreted, wide, argument);
                String where = "seed " + seed + ", module " + each + ", argument " + argument;
                assertThat(call(splitInterpreted, wide, argument)).as(where).isEqualTo(expected);
                assertThat(call(splitCompiled, wide, argument)).as(where).isEqualTo(expected);
            }
        }
        assertThat(split).as("modules that were split, seed " + seed).isGreaterThan(MODULES / 2);
        assertThat(compiled).as("modules that were compiled, seed " + seed).isGreaterThan(MODULES / 2);
    }

    /** Of a 32-bit value only the low half counts: what is in the other is the machine's business. */
    private static Outcome call(CoreModule module, boolean wide, long argument) {
        CoreInstance instance = CoreInstance.instantiate(module, new CoreExtern[0], new ResourceBudget(10, 10));
        String result;
        try {
            long[] values = ((CoreExtern.Function) instance.export("f"))
                    .function()
                    .call(argument & 0xffffffffL, argument * 31, Double.doubleToRawLongBits(argument / 3.0));
            result = values == null || values.length == 0 ? "" : Long.toString(wide ? values[0] : (int) values[0]);
        } catch (RuntimeException e) {
            Trap trap = Traps.translate(e);
            result = trap.code().toString();
        }
        GuestMemory memory = ((CoreExtern.Memory) instance.export("m")).memory();
        return new Outcome(
                result,
                Arrays.hashCode(memory.readBytes(0, (int) memory.byteSize())),
                (int) global(instance, "g"),
                global(instance, "h"));
    }

    private static long global(CoreInstance instance, String name) {
        return ((CoreExtern.Global) instance.export(name)).global().getValue();
    }

    @Test
    void leavesAModuleWithoutLargeFunctionsAlone() throws IOException {
        try (InputStream in = FunctionSplittingTest.class.getResourceAsStream("/machine/memory.wasm")) {
            byte[] module = in.readAllBytes();

            assertThat(FunctionSplitting.split(module)).isSameAs(module);
        }
    }
}
