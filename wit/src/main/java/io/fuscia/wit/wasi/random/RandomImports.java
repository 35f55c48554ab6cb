package io.fuscia.wit.wasi.random;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.abi.Tuple;
import io.fuscia.wit.bindings.wasi.random.Insecure;
import io.fuscia.wit.bindings.wasi.random.InsecureSeed;
import io.fuscia.wit.bindings.wasi.random.Random;
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
    public static void addTo(HostImports.Builder imports, Function<HostCall, RandomSource> source) {
        Random.addTo(imports, new Secure(source));
        Insecure.addTo(imports, new Guessable(source));
        InsecureSeed.addTo(imports, call -> {
            RandomGenerator insecure = source.apply(call).insecure();
            return new Tuple.Of2<>(insecure.nextLong(), insecure.nextLong());
        });
    }

    private record Secure(Function<HostCall, RandomSource> source) implements Random {
        @Override
        public byte[] getRandomBytes(HostCall call, long len) {
            return bytes(source.apply(call).secure(), len);
        }

        @Override
        public long getRandomU64(HostCall call) {
            return source.apply(call).secure().nextLong();
        }
    }

    private record Guessable(Function<HostCall, RandomSource> source) implements Insecure {
        @Override
        public byte[] getInsecureRandomBytes(HostCall call, long len) {
            return bytes(source.apply(call).insecure(), len);
        }

        @Override
        public long getInsecureRandomU64(HostCall call) {
            return source.apply(call).insecure().nextLong();
        }
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
