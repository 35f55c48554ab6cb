package io.fuscia.wit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the fuzzer found worth keeping, run again in every build; {@code wit/README.md} says how to make more. */
class FuzzReplayTest {
    private static final int FEWEST = 50;
    private static final int RANDOM_COMPONENTS = 500;

    /** A fuzz target. */
    private interface Target {
        void run(byte[] input);
    }

    @Test
    void componentsOnlyFailAsTheyMay() throws Exception {
        replay("component", ComponentFuzzTarget::fuzzerTestOneInput);
    }

    @Test
    void witTextOnlyFailsAsItMay() throws Exception {
        replay("wit", WitFuzzTarget::fuzzerTestOneInput);
    }

    @Test
    void valuesCrossTheBorderUnchangedOrTrap() throws Exception {
        replay("canonical", CanonicalFuzzTarget::fuzzerTestOneInput);
    }

    @Test
    void valuesOfRandomTypesCrossTheBorderUnchangedOrTrap() {
        long seed = 20_261_126;
        Random random = new Random(seed);
        for (int i = 0; i < RANDOM_COMPONENTS; i++) {
            byte[] input = new byte[20 + random.nextInt(300)];
            random.nextBytes(input);
            try {
                CanonicalFuzzTarget.fuzzerTestOneInput(input);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", input " + i, e);
            }
        }
    }

    private static void replay(String corpus, Target target) throws IOException, URISyntaxException {
        List<Path> inputs;
        try (Stream<Path> files = Files.list(
                Path.of(FuzzReplayTest.class.getResource("/fuzz/" + corpus).toURI()))) {
            inputs = files.sorted().toList();
        }
        assertThat(inputs).hasSizeGreaterThanOrEqualTo(FEWEST);
        for (Path input : inputs) {
            try {
                target.run(Files.readAllBytes(input));
            } catch (RuntimeException | Error e) {
                throw new AssertionError("input " + input.getFileName(), e);
            }
        }
    }
}
