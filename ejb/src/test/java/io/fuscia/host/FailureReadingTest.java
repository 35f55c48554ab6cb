package io.fuscia.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuscia.artifact.Digest;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.ErrorKind;
import io.fuscia.failure.FusciaException;
import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.LimitExceeded;
import io.fuscia.wit.MalformedComponentException;
import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.UnlinkableComponentException;
import io.fuscia.wit.runtime.CancellationToken;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever can come out of a guest becomes {@code instantiation | trap{code} | component_error | limit{which}}. */
class FailureReadingTest {
    private static final ComponentCall CALL = new ComponentCall(
            "acme/tool",
            "1.2.3",
            Digest.of("bytes"),
            "run",
            "execution-1",
            "node-1",
            "task-1",
            Duration.ZERO,
            new CancellationToken());

    private final FailureReading failures = new FailureReading(CALL, false);

    @ParameterizedTest
    @EnumSource
    void readsEveryTrap(TrapCode code) {
        ComponentFailure failure = failures.trapped(new Trap(code, "why"));
        if (code == TrapCode.CANCELLED || code == TrapCode.INTERRUPTED) {
            assertThat(failure).isInstanceOf(ComponentFailure.Cancelled.class);
            assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED);
        } else if (code.limit().isPresent()) {
            assertThat(failure).isInstanceOfSatisfying(ComponentFailure.Limit.class, limit -> assertThat(limit.which())
                    .isEqualTo(name(code.limit().get())));
            assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        } else {
            assertThat(failure)
                    .isInstanceOfSatisfying(ComponentFailure.Trapped.class, trapped -> assertThat(trapped.trap())
                            .isEqualTo(code));
            assertThat(failure.code().kind()).isEqualTo(ErrorKind.COMPONENT);
            assertThat(failure.message()).contains("why");
        }
        assertThat(failure.message()).contains("acme/tool@1.2.3", "'run'", "'node-1'");
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryTrapWhileInstantiating(TrapCode code) {
        ComponentFailure failure = failures.notInstantiated(new Trap(code, "why"));
        boolean stopped = code == TrapCode.CANCELLED || code == TrapCode.INTERRUPTED;
        assertThat(failure)
                .isInstanceOf(
                        stopped
                                ? ComponentFailure.Cancelled.class
                                : code.limit().isPresent()
                                        ? ComponentFailure.Limit.class
                                        : ComponentFailure.Instantiation.class);
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryLimitOfTheHostsOwn(HostLimit.Which which) {
        HostLimit limit = new HostLimit(which, "too much");
        ComponentFailure.Limit expected = (ComponentFailure.Limit) failures.limited(limit);
        assertThat(expected.which()).isEqualTo(which.label());
        assertThat(failures.trapped(new Trap(TrapCode.HOST_ERROR, "host failed", limit)))
                .isEqualTo(expected);
        assertThat(failures.notInstantiated(new Trap(TrapCode.HOST_ERROR, "host failed", limit)))
                .isEqualTo(expected);
    }

    @Test
    void namesEveryLimitDifferently() {
        List<String> names = Stream.concat(
                        Arrays.stream(LimitExceeded.values()).map(FailureReadingTest::name),
                        Arrays.stream(HostLimit.Which.values()).map(HostLimit.Which::label))
                .toList();
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "wall_time",
                        "memory",
                        "table",
                        "stack",
                        "handles",
                        "output",
                        "kv_bytes",
                        "log_lines",
                        "http_bytes",
                        "artifacts");
    }

    @Test
    void tellsTheNodesTimeFromTheOperators() {
        Trap late = new Trap(TrapCode.DEADLINE, "late");
        assertThat(new FailureReading(CALL, true).trapped(late).code()).isEqualTo(ErrorCode.NODE_TIMED_OUT);
        assertThat(failures.trapped(late).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(new FailureReading(CALL, true)
                        .trapped(new Trap(TrapCode.MEMORY_LIMIT, "much"))
                        .code())
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void blamesTheHostForWhatIsNotTheGuestsFault() {
        FusciaException storage = new FusciaException(ErrorCode.STORAGE_UNAVAILABLE, "no disk");
        ComponentFailure failure = failures.trapped(new Trap(TrapCode.HOST_ERROR, "host failed", storage));
        assertThat(failure).isInstanceOf(ComponentFailure.Host.class);
        assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
        assertThat(failure.retryable()).isTrue();
    }

    static Stream<Throwable> whatMayComeOutOfLoading() {
        return Stream.of(
                new MalformedComponentException("bad byte", 8),
                new InvalidComponentException("bad type", 8),
                new UnlinkableComponentException("no import"),
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("whatMayComeOutOfLoading")
    void readsWhatCannotBeLoaded(Throwable thrown) {
        ComponentFailure failure = failures.notLoaded(thrown);
        assertThat(failure).isInstanceOf(ComponentFailure.Instantiation.class);
        assertThat(failure.code()).isEqualTo(ErrorCode.COMPONENT_INSTANTIATION_FAILED);
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void keepsTheCodeOfBytesThatAreNotThere() {
        ComponentFailure failure = failures.notLoaded(new FusciaException(ErrorCode.DIGEST_MISMATCH, "changed"));
        assertThat(failure.code()).isEqualTo(ErrorCode.DIGEST_MISMATCH);
    }

    private static String name(LimitExceeded limit) {
        return limit.name().toLowerCase(Locale.ROOT);
    }
}
