package io.fuscia.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static RetryPolicy policy(Backoff backoff, long most, double jitter) {
        return new RetryPolicy(9, backoff, 100, most, jitter);
    }

    private static List<Long> delays(RetryPolicy policy, double random) {
        return IntStream.rangeClosed(1, 5)
                .mapToObj(failed -> policy.delayAfter(failed, random))
                .toList();
    }

    @Test
    void delaysGrowAsTheBackoffSays() {
        assertThat(delays(policy(Backoff.CONSTANT, 60_000, 0), 0.9)).containsExactly(100L, 100L, 100L, 100L, 100L);
        assertThat(delays(policy(Backoff.LINEAR, 60_000, 0), 0.9)).containsExactly(100L, 200L, 300L, 400L, 500L);
        assertThat(delays(policy(Backoff.EXPONENTIAL, 60_000, 0), 0.9)).containsExactly(100L, 200L, 400L, 800L, 1_600L);
    }

    @Test
    void noDelayIsLongerThanTheCap() {
        assertThat(delays(policy(Backoff.LINEAR, 250, 0), 0)).containsExactly(100L, 200L, 250L, 250L, 250L);
        assertThat(delays(policy(Backoff.EXPONENTIAL, 500, 0), 0)).containsExactly(100L, 200L, 400L, 500L, 500L);
        assertThat(policy(Backoff.EXPONENTIAL, 86_400_000, 0).delayAfter(2_000, 0))
                .isEqualTo(86_400_000);
    }

    @Test
    void jitterTakesARandomPartOfItsShareAway() {
        assertThat(delays(policy(Backoff.EXPONENTIAL, 400, 0.5), 0.5)).containsExactly(75L, 150L, 300L, 300L, 300L);
        assertThat(delays(policy(Backoff.CONSTANT, 60_000, 1), 0.25)).containsOnly(75L);
        Random random = new Random(4);
        RetryPolicy policy = policy(Backoff.EXPONENTIAL, 60_000, 0.3);
        for (int round = 0; round < 1_000; round++) {
            assertThat(policy.delayAfter(4, random.nextDouble())).isBetween(560L, 800L);
        }
    }

    @Test
    void keepsADelayThatANodeAsksForBeyondTheWorkflowsLongest() {
        NodeSettings node = new NodeSettings(
                OptionalLong.empty(), OptionalInt.of(3), Optional.empty(), OptionalLong.of(3_600_000), true);

        RetryPolicy policy = node.retryOver(RetryPolicy.NONE);

        assertThat(policy.delayAfter(1, 0)).isEqualTo(3_600_000);
        assertThat(policy.delayAfter(2, 0)).isEqualTo(3_600_000);
    }
}
