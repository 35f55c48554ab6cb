package io.fuscia.wit.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real components with a few bytes changed, with a fixed seed: only the typed exceptions may come out. */
class MutationTest {
    private static final int LARGEST = 300_000;
    private static final int MUTATIONS_EACH = 300;

    @Test
    @Timeout(600)
    void throwsNothingButTypedExceptions() throws Exception {
        List<Path> seeds = seeds();
        assertThat(seeds).isNotEmpty();
        Random random = new Random(20_261_123);
        for (Path seed : seeds) {
            byte[] original = Files.readAllBytes(seed);
            for (int i = 0; i < MUTATIONS_EACH; i++) {
                byte[] mutated = mutate(original, random);
                assertThatCode(() -> ComponentFuzzTarget.fuzzerTestOneInput(mutated))
                        .as("%s, mutation %s", seed, i)
                        .doesNotThrowAnyException();
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
