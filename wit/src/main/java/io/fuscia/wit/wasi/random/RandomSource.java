package io.fuscia.wit.wasi.random;

import java.security.SecureRandom;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Where a guest's random numbers come from.
 *
 * @param secure for {@code wasi:random/random}; must be fit for keys unless this is a test
 * @param insecure for {@code insecure} and {@code insecure-seed}
 */
public record RandomSource(RandomGenerator secure, RandomGenerator insecure) {
    private static final SecureRandom SHARED = new SecureRandom();

    /** Numbers that nobody can guess. */
    public static RandomSource system() {
        return new RandomSource(SHARED, SHARED);
    }

    /** The same numbers again for the same seed; for tests only. */
    public static RandomSource seeded(long seed) {
        return new RandomSource(new Random(seed), new Random(~seed));
    }
}
