package io.fuscia.wit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.TrapCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that guests and hosts should not hand over. */
class HostileValuesTest {
    private static final long MAX = 0xffffffffL;

    private final Probe probe = new Probe();

    private void trapsAfterPoke(long bits, TrapCode code, String function, Object... args) {
        try (ComponentInstance instance = probe.start()) {
            Probe.call(instance, "poke", 1_024L, bits);
            Probe.traps(instance, code, function, args);
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0xff, // never valid
                0x80, // continuation without a start
                0xc0af, // too short a number, in memory order af c0
                0xafc0, // overlong
                0x80a0ed, // surrogate
                0x808090f4, // beyond the last code point
                0x41c3, // start without continuation
            })
    void refusesMalformedUtf8(long bits) {
        trapsAfterPoke(bits, TrapCode.INVALID_STRING, "utf8", 1_024L, 8L);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x0041_d83cL, 0x0041_df70L, 0xd83c_d83cL})
    void refusesLoneSurrogates(long bits) {
        trapsAfterPoke(bits, TrapCode.INVALID_STRING, "utf16", 1_024L, 2L);
        trapsAfterPoke(bits, TrapCode.INVALID_STRING, "latin1", 1_024L, 0x80000002L);
    }

    @ParameterizedTest
    @CsvSource({
        "utf8, 131072, 1",
        "utf8, 131073, 0",
        "utf8, 4294967295, 1",
        "utf16, 131070, 2",
        "bytes, 131071, 2",
        "longs, 131064, 2"
    })
    void refusesWhatLiesOutsideTheMemory(String function, long at, long length) {
        probe.traps(TrapCode.POINTER_OUT_OF_BOUNDS, function, at, length);
    }

    @ParameterizedTest
    @CsvSource({
        "utf8, 0, 4294967295",
        "utf16, 0, 2147483648",
        "latin1, 0, 4294967295",
        "bytes, 0, 4294967295",
        "longs, 0, 4294967295",
        "longs, 0, 536870912"
    })
    void refusesWhatIsLongerThanAnyStringOrListMayBe(String function, long at, long length) {
        probe.traps(TrapCode.LENGTH_OUT_OF_RANGE, function, at, length);
    }

    @ParameterizedTest
    @CsvSource({"utf16, 1, 0", "latin1, 1, 0", "latin1, 3, 2147483649", "longs, 4, 0"})
    void refusesUnalignedPointers(String function, long at, long length) {
        probe.traps(TrapCode.UNALIGNED_POINTER, function, at, length);
    }

    @Test
    void refusesAResultPointerOutOfPlace() {
        probe.traps(TrapCode.UNALIGNED_POINTER, "string-at", 2L);
        probe.traps(TrapCode.POINTER_OUT_OF_BOUNDS, "string-at", 131_068L);
        probe.traps(TrapCode.POINTER_OUT_OF_BOUNDS, "string-at", MAX - 3);
        probe.traps(TrapCode.UNALIGNED_POINTER, "text-at", 0L, 0L, 1L);
        probe.traps(TrapCode.POINTER_OUT_OF_BOUNDS, "text-at", 0L, 0L, 131_068L);
    }

    @Test
    void checksTheCallersResultPointerBeforeTheHostRuns() {
        probe.onText.set((call, args) -> {
            throw new AssertionError("the host ran");
        });
        probe.traps(TrapCode.UNALIGNED_POINTER, "text-at", 0L, 0L, 1L);
    }

    @Test
    void refusesUnknownCases() {
        trapsAfterPoke(2, TrapCode.INVALID_DISCRIMINANT, "option-at", 1_024L);
        trapsAfterPoke(0xff, TrapCode.INVALID_DISCRIMINANT, "option-at", 1_024L);
        probe.traps(TrapCode.INVALID_DISCRIMINANT, "result-of", 2L);
        probe.traps(TrapCode.INVALID_DISCRIMINANT, "result-of", MAX);
        probe.traps(TrapCode.INVALID_CHAR, "char-of", 0xd800L);
        probe.traps(TrapCode.INVALID_CHAR, "char-of", 0x110000L);
        probe.traps(TrapCode.INVALID_CHAR, "char-of", MAX);
        try (ComponentInstance instance = probe.start()) {
            Probe.call(instance, "poke", 1_024L, 7L << 32 | 1);
            assertThat(Probe.call(instance, "option-at", 1_024L)).isEqualTo(Optional.of(7L));
        }
    }

    @Test
    void boundsListsOfStringsThatAllShareTheirBytes() {
        try (ComponentInstance instance = probe.start(InstanceLimits.DEFAULT.withMaxOutputBytes(10 << 20))) {
            assertThat((Iterable<?>) Probe.call(instance, "strings", 10L)).hasSize(10);
            Probe.traps(instance, TrapCode.OUTPUT_LIMIT, "strings", 10_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "hö☃🍰", "øk", "\0"})
    void carriesEveryStringInEveryEncoding(String text) {
        try (ComponentInstance instance = probe.start()) {
            assertThat(Probe.call(instance, "echo", text)).isEqualTo(text);
            assertThat(Probe.call(instance, "echo-utf16", text)).isEqualTo(text);
            assertThat(Probe.call(instance, "echo-latin1", text)).isEqualTo(text);
            assertThat(Probe.call(instance, "echo-through-host", text)).isEqualTo(text);
        }
    }

    @Test
    void trapsWhenReallocTraps() {
        probe.traps(TrapCode.UNREACHABLE, "echo", "thirteen long");
        probe.onText.set((call, args) -> "thirteen long");
        probe.traps(TrapCode.UNREACHABLE, "echo-through-host", "short");
    }

    @Test
    void refusesTheHostsOwnMistakesWithoutHarmToTheGuest() {
        try (ComponentInstance instance = probe.start()) {
            ComponentFunction echo = instance.function(null, "echo");
            assertThatThrownBy(() -> echo.call("lone \ud800")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> echo.call(1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> echo.call((Object) null)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(echo::call).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Probe.call(instance, "roundtrip", -1L))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(echo.call("still alive")).isEqualTo("still alive");
        }
    }

    @Test
    void trapsWhenAHostFunctionFailsOrReturnsWhatDoesNotFit() {
        probe.onCall.set((call, args) -> {
            throw new IllegalStateException("broken host");
        });
        probe.traps(TrapCode.HOST_ERROR, "call-host", 1L);
        probe.onCall.set((call, args) -> "text");
        probe.traps(TrapCode.HOST_ERROR, "call-host", 1L);
        probe.onCall.set((call, args) -> null);
        probe.traps(TrapCode.HOST_ERROR, "call-host", 1L);
        probe.onCall.set((call, args) -> -1L);
        probe.traps(TrapCode.HOST_ERROR, "call-host", 1L);
        probe.onText.set((call, args) -> "lone \udc00");
        probe.traps(TrapCode.HOST_ERROR, "echo-through-host", "x");
    }

    @Test
    void trapsInPostReturn() {
        probe.traps(TrapCode.UNREACHABLE, "trap-after");
        probe.traps(TrapCode.CANNOT_LEAVE, "call-after");
    }
}
