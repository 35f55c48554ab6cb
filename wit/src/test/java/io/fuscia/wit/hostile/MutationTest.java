package io.fuscia.wit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real components with a few bytes changed, with a fixed seed: only the typed exceptions may come out, and soon. */
class MutationTest {
    private static final int LARGEST = 300_000;
    private static final int MUTATIONS_EACH = 300;
    private static final long SLOWEST_NANOS = 10_000_000_000L;

    @Test
    void throwsNothingButTypedExceptions() throws Exception {
        List<Path> seeds = seeds();
        assertThat(seeds).isNotEmpty();
        Random random = new Random(20_261_123);
        for (Path seed : seeds) {
            byte[] original = Files.readAllBytes(seed);
            for (int i = 0; i < MUTATIONS_EACH; i++) {
                byte[] mutated = mutate(original, random);
                long start = System.nanoTime();
                ComponentFuzzTarget.fuzzerTestOneInput(mutated);
                assertThat(System.nanoTime() - start)
                        .as("time for %s, mutation %s", seed, i)
                        .isLessThan(SLOWEST_NANOS);
            }
        }
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            // The structure of a component is at its ends; its code is not looked at here.
            int window = Math.min(bytes.length, 4_096);
            int at = random.nextBoolean() ? random.nextInt(window) : bytes.length - 1 - random.nextInt(window);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) 0xff;
                default -> bytes = random.nextBoolean() ? without(bytes, at) : Arrays.copyOf(bytes, at + 1);
            }
        }
        return bytes;
    }

    private static byte[] without(byte[] bytes, int at) {
        byte[] shorter = new byte[bytes.length - 1];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
        return shorter.length == 0 ? bytes : shorter;
    }

    /** The components among the test resources. */
    static List<Path> seeds() throws IOException, URISyntaxException {
        Path guests = Path.of(
                        MutationTest.class.getResource("/guests/rust-task.wasm").toURI())
                .getParent();
        try (Stream<Path> files = Files.list(guests)) {
            return files.filter(file -> file.toString().endsWith(".wasm") && size(file) < LARGEST)
                    .sorted()
                    .toList();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
