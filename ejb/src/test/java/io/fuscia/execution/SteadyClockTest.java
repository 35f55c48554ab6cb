package io.fuscia.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final AtomicLong wall = new AtomicLong(10 * HOUR);
    private final AtomicLong ticks = new AtomicLong();
    private final SteadyClock clock = new SteadyClock(() -> Instant.ofEpochMilli(wall.get()), ticks::get);

    private void pass(long millis) {
        wall.addAndGet(millis);
        ticks.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void isTheClockAsLongAsThatRuns() {
        for (int i = 0; i < 100; i++) {
            pass(i);
            assertThat(clock.millis()).isEqualTo(wall.get());
        }
    }

    @Test
    void followsAClockThatIsSetForward() {
        wall.addAndGet(HOUR);

        assertThat(clock.millis()).isEqualTo(11 * HOUR);
    }

    @Test
    void goesOnWhenTheClockIsSetBackUntilThatHasCaughtUp() {
        long before = clock.millis();
        wall.addAndGet(-HOUR);

        assertThat(clock.millis()).isEqualTo(before);
        pass(60_000);
        assertThat(clock.millis()).isEqualTo(before + 54_000);
        for (int minute = 0; minute < 600; minute++) {
            long last = clock.millis();
            pass(60_000);
            assertThat(clock.millis()).isGreaterThanOrEqualTo(last);
        }
        assertThat(clock.millis()).isEqualTo(wall.get());
    }

    @Test
    void losesNoTimeToManyCalls() {
        wall.addAndGet(-HOUR);
        long before = clock.millis();
        for (int i = 0; i < 10_000; i++) {
            pass(1);
            clock.millis();
        }
        assertThat(clock.millis()).isEqualTo(before + 9_000);
    }
}
