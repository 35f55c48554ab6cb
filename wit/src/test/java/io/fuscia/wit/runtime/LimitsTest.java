package io.fuscia.wit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fuscia.wit.LimitExceeded;
import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every limit, and the ways to stop a call. */
@Timeout(120)
class LimitsTest {
    private static final InstanceLimits LIMITS = InstanceLimits.DEFAULT;

    private final Probe probe = new Probe();
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void leavesNoInterruptBehind() {
        other.shutdownNow();
        assertThat(Thread.interrupted()).isFalse();
    }

    private static ComponentEngine engine(boolean compiled) {
        return compiled ? Probe.COMPILING : Probe.INTERPRETING;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stopsAnEndlessLoopAtItsDeadline(boolean compiled) {
        try (ComponentInstance instance = probe.start(engine(compiled), LIMITS.withWallMillis(100))) {
            Deadline sooner = Deadline.afterMillis(90);
            Trap trap = Probe.traps(instance, TrapCode.DEADLINE, "spin");
            assertThat(trap.limit()).contains(LimitExceeded.WALL_TIME);
            assertThat(sooner.remainingNanos()).isZero();
        }
    }

    @Test
    void stopsABlockedHostFunctionAtTheDeadline() {
        probe.onCall.set((call, args) -> {
            new CountDownLatch(1).await();
            return 0L;
        });
        try (ComponentInstance instance = probe.start(LIMITS.withWallMillis(50))) {
            Probe.traps(instance, TrapCode.DEADLINE, "call-host", 1L);
        }
    }

    @Test
    void stopsAGuestWhoseHostSwallowsTheInterrupt() {
        probe.onCall.set((call, args) -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // Swallowed on purpose.
            }
            return 0L;
        });
        try (ComponentInstance instance = probe.start(LIMITS.withWallMillis(50))) {
            Probe.traps(instance, TrapCode.DEADLINE, "call-host", 1L);
        }
    }

    @Test
    void letsAHostLoopSeeItsEnd() {
        probe.onCall.set((call, args) -> {
            while (true) {
                call.checkRunning();
                Thread.onSpinWait();
            }
        });
        try (ComponentInstance instance = probe.start(LIMITS.withWallMillis(50))) {
            Probe.traps(instance, TrapCode.DEADLINE, "call-host", 1L);
        }
    }

    @Test
    void takesTheEarlierOfBothDeadlines() {
        try (ComponentInstance instance = probe.start(LIMITS.withWallMillis(0))) {
            ComponentFunction spin = instance.function(null, "spin");
            assertThatThrownBy(() -> spin.call(CallOptions.until(Deadline.after(Duration.ofMillis(50)))))
                    .isInstanceOfSatisfying(
                            Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.DEADLINE));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cancelsARunningCallFromAnotherThread(boolean compiled) throws Exception {
        CancellationToken token = new CancellationToken();
        try (ComponentInstance instance = probe.start(engine(compiled), LIMITS)) {
            ComponentFunction spin = instance.function(null, "spin");
            CountDownLatch started = new CountDownLatch(1);
            Future<?> running = other.submit(() -> {
                started.countDown();
                spin.call(CallOptions.cancelledBy(token));
            });
            started.await();

            token.cancel();

            assertThatThrownBy(() -> running.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.CANCELLED));
        }
    }

    @Test
    void cancelsThroughTheInstanceToo() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        probe.onCall.set((call, args) -> {
            reached.countDown();
            new CountDownLatch(1).await();
            return 0L;
        });
        try (ComponentInstance instance = probe.start()) {
            Future<?> running = other.submit(() -> Probe.call(instance, "call-host", 1L));
            reached.await();

            instance.cancel();

            assertThatThrownBy(() -> running.get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.CANCELLED));
        }
    }

    @Test
    void startsNothingWithACancelledToken() {
        CancellationToken token = new CancellationToken();
        token.cancel();
        try (ComponentInstance instance = probe.start()) {
            ComponentFunction call = instance.function(null, "call-host");
            assertThatThrownBy(() -> call.call(CallOptions.cancelledBy(token), 1L))
                    .isInstanceOfSatisfying(
                            Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.CANCELLED));
        }
    }

    @Test
    void keepsAnInterruptThatCameFromOutside() {
        try (ComponentInstance instance = probe.start()) {
            Thread.currentThread().interrupt();
            Trap trap = catchThrowableOfType(Trap.class, () -> Probe.call(instance, "spin"));
            assertThat(trap.code()).isEqualTo(TrapCode.INTERRUPTED);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void namesTheMemoryLimit(boolean compiled) {
        try (ComponentInstance instance = probe.start(engine(compiled), LIMITS.withMaxMemoryPages(10))) {
            Probe.call(instance, "eat", 8L);
            assertThat(instance.memoryPages()).isEqualTo(10);
            Trap trap = Probe.traps(instance, TrapCode.MEMORY_LIMIT, "eat", 1L);
            assertThat(trap.limit()).contains(LimitExceeded.MEMORY);
        }
        assertThatThrownBy(() -> probe.start(engine(compiled), LIMITS.withMaxMemoryPages(1)))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.MEMORY_LIMIT));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void namesTheStackLimit(boolean compiled) {
        try (ComponentInstance instance = probe.start(engine(compiled), LIMITS)) {
            Trap trap = Probe.traps(instance, TrapCode.STACK_OVERFLOW, "recurse");
            assertThat(trap.limit()).contains(LimitExceeded.STACK);
        }
    }

    @Test
    void boundsTheOutputOfOneCall() {
        try (ComponentInstance instance = probe.start(LIMITS.withMaxOutputBytes(1_000))) {
            assertThat((byte[]) Probe.call(instance, "bytes", 0L, 1_000L)).hasSize(1_000);
            assertThat((byte[]) Probe.call(instance, "bytes", 0L, 1_000L)).hasSize(1_000);
            Trap trap = Probe.traps(instance, TrapCode.OUTPUT_LIMIT, "bytes", 0L, 1_001L);
            assertThat(trap.limit()).contains(LimitExceeded.OUTPUT);
        }
    }

    @Test
    void refusesToEnterAnInstanceThatIsRunning() {
        try (ComponentInstance instance = probe.start()) {
            probe.onCall.set((call, args) -> Probe.call(instance, "roundtrip", 1L));
            Probe.traps(instance, TrapCode.CANNOT_ENTER, "call-host", 1L);
        }
    }

    @Test
    void stopsAStartFunctionAndASlowInstantiation() {
        assertThatThrownBy(() -> Probe.INTERPRETING
                        .compile(Probe.bytes("guests/loop-on-start"))
                        .instantiate(HostImports.NONE, LIMITS.withWallMillis(50)))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.DEADLINE));
        assertThatThrownBy(() -> Probe.INTERPRETING
                        .compile(Probe.bytes("guests/greedy-table"))
                        .instantiate(HostImports.NONE, LIMITS))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.TABLE_LIMIT));
    }

    @Test
    void leavesNothingBehindAfterManyDeadlines() {
        for (int i = 0; i < 20; i++) {
            try (ComponentInstance instance = probe.start(LIMITS.withWallMillis(5))) {
                Probe.traps(instance, TrapCode.DEADLINE, "spin");
            }
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }
}
