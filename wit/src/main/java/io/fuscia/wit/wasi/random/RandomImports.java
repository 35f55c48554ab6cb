package io.fuscia.wit.wasi.random;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.runtime.HostCall;
import io.fuscia.wit.runtime.HostImports;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** {@code wasi:random/random}, {@code insecure} and {@code insecure-seed}. */
public final class RandomImports {
    private static final int MOST = 16 << 20;

    private RandomImports() {}

    /**
     * Adds the interfaces.
     *
     * @param source the source of a call's instance
     */
    public static void addTo(HostImports.Builder imports, String version, Function<HostCall, RandomSource> source) {
        imports.instance("wasi:random/random@" + version)
                .function(
                        "get-random-bytes",
                        (call, args) -> bytes(source.apply(call).secure(), (Long) args[0]))
                .function(
                        "get-random-u64",
                        (call, args) -> source.apply(call).secure().nextLong());
        imports.instance("wasi:random/insecure@" + version)
                .function(
                        "get-insecure-random-bytes",
                        (call, args) -> bytes(source.apply(call).insecure(), (Long) args[0]))
                .function(
                        "get-insecure-random-u64",
                        (call, args) -> source.apply(call).insecure().nextLong());
        imports.instance("wasi:random/insecure-seed@" + version).function("insecure-seed", (call, args) -> {
            RandomGenerator insecure = source.apply(call).insecure();
            return new Object[] {insecure.nextLong(), insecure.nextLong()};
        });
    }

    /** WASI has no error here, so more than the host will make is a trap. */
    private static byte[] bytes(RandomGenerator generator, long count) {
        if (count < 0 || count > MOST) {
            throw new Trap(TrapCode.LENGTH_OUT_OF_RANGE, "random bytes come " + MOST + " at a time at most");
        }
        byte[] bytes = new byte[(int) count];
        generator.nextBytes(bytes);
        return bytes;
    }
}
