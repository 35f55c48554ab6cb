package io.fuscia.wit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.wit.TrapCode;
import io.fuscia.wit.machine.GuestThread;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Until when the other guests make way for one that must stop. */
class CallGuardTest {
    private final Watchdog watchdog = new Watchdog();
    private final CallGuard guard = new CallGuard(watchdog);
    private final CancellationToken token = new CancellationToken();

    @AfterEach
    void end() {
        watchdog.close();
    }

    @Test
    void othersMakeWayUntilACancelledCallEnds() {
        guard.begin(0, CallOptions.cancelledBy(token));
        assertThat(GuestThread.mustStop()).isZero();

        token.cancel();
        token.cancel();

        assertThat(GuestThread.mustStop()).isOne();
        assertThat(GuestThread.currentThread().isInterrupted()).isTrue();
        assertThat(guard.stopped().code()).isEqualTo(TrapCode.CANCELLED);
        guard.end();
        assertThat(GuestThread.mustStop()).isZero();
        assertThat(GuestThread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void othersMakeWayNoLongerForACallThatGoesOnAllTheSame() {
        guard.begin(0, CallOptions.cancelledBy(token));
        token.cancel();

        while (GuestThread.mustStop() != 0) {
            Thread.onSpinWait();
        }

        assertThat(guard.stopped().code()).isEqualTo(TrapCode.CANCELLED);
        guard.end();
        assertThat(GuestThread.mustStop()).isZero();
    }

    @Test
    void nobodyMakesWayForACallThatSeesItsDeadlineItself() {
        guard.begin(0, CallOptions.until(Deadline.afterMillis(0)));

        assertThat(guard.stopped().code()).isEqualTo(TrapCode.DEADLINE);
        assertThat(GuestThread.mustStop()).isZero();
        guard.end();
        assertThat(GuestThread.mustStop()).isZero();
    }
}
