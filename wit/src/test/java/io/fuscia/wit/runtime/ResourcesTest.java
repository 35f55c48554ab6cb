package io.fuscia.wit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.abi.GuestResource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    private final Probe probe = new Probe();

    @Test
    void destroysAHostResourceThatTheGuestDrops() {
        try (ComponentInstance instance = probe.start()) {
            assertThat(Probe.call(instance, "roundtrip", 7L)).isEqualTo(7L);
            assertThat(probe.destroyed).containsExactly(new Probe.Thing(7));
        }
        assertThat(probe.destroyed).hasSize(1);
    }

    @Test
    void destroysWhatTheGuestStillOwnsAtTheEnd() {
        ComponentInstance instance = probe.start();
        Probe.call(instance, "keep", new Probe.Thing(1));
        assertThat(probe.destroyed).isEmpty();

        instance.close();
        instance.close();

        assertThat(probe.destroyed).containsExactly(new Probe.Thing(1));
    }

    @Test
    void sharesAResourceBetweenCompatibleVersions() {
        try (ComponentInstance instance = probe.start()) {
            Probe.call(instance, "consume-through-another-version", 5L);
        }
        assertThat(probe.consumed).containsExactly(new Probe.Thing(5));
        assertThat(probe.destroyed).isEmpty();
    }

    @Test
    void refusesForgedAndStaleHandles() {
        probe.traps(TrapCode.UNKNOWN_HANDLE, "forge", 1L);
        probe.traps(TrapCode.UNKNOWN_HANDLE, "forge", 0L);
        probe.traps(TrapCode.UNKNOWN_HANDLE, "forge", 0xffffffffL);
        probe.traps(TrapCode.UNKNOWN_HANDLE, "drop-twice");
        probe.traps(TrapCode.UNKNOWN_HANDLE, "use-dropped");
        probe.traps(TrapCode.UNKNOWN_HANDLE, "use-consumed");
        probe.traps(TrapCode.HANDLE_TYPE_MISMATCH, "confuse");
    }

    @Test
    void lendsToTheGuestForOneCall() {
        try (ComponentInstance instance = probe.start()) {
            assertThat(Probe.call(instance, "peek", new Probe.Thing(9))).isEqualTo(9L);
        }
        assertThat(probe.destroyed).isEmpty();
        probe.traps(TrapCode.BORROW_LEAKED, "leak", new Probe.Thing(1));
        // The result is lifted before that is looked at.
        probe.traps(TrapCode.INVALID_CHAR, "leak-and-return-a-surrogate", new Probe.Thing(1));
        probe.traps(TrapCode.HANDLE_NOT_OWNED, "move-borrowed", new Probe.Thing(1));
    }

    @Test
    void refusesAnObjectOfAnotherClass() {
        try (ComponentInstance instance = probe.start()) {
            assertThatThrownBy(() -> Probe.call(instance, "peek", "no thing"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("thing");
        }
    }

    @Test
    void boundsTheHandlesOfAGuest() {
        try (ComponentInstance instance = probe.start(InstanceLimits.DEFAULT.withMaxHandles(50))) {
            Probe.traps(instance, TrapCode.HANDLE_LIMIT, "hoard");
        }
        assertThat(probe.destroyed).hasSize(50);
    }

    @Test
    void handsOutAGuestResourceUntilItIsDropped() {
        try (ComponentInstance instance = probe.start()) {
            GuestResource counter = (GuestResource) Probe.call(instance, "make-counter", 41L);
            assertThat(Probe.call(instance, "read-counter", counter)).isEqualTo(41L);
            assertThat(Probe.call(instance, "drops")).isEqualTo(0L);

            counter.drop();

            assertThat(Probe.call(instance, "drops")).isEqualTo(1L);
            assertThat(counter.valid()).isFalse();
            assertThatThrownBy(counter::drop).isInstanceOfSatisfying(Trap.class, trap -> assertThat(trap.code())
                    .isEqualTo(TrapCode.UNKNOWN_HANDLE));
        }
    }

    @Test
    void poisonsAnInstanceWhoseDestructorTraps() {
        try (ComponentInstance instance = probe.start()) {
            GuestResource counter = (GuestResource) Probe.call(instance, "make-counter", 666L);

            assertThatThrownBy(counter::drop).isInstanceOfSatisfying(Trap.class, trap -> assertThat(trap.code())
                    .isEqualTo(TrapCode.UNREACHABLE));
            assertThatThrownBy(() -> Probe.call(instance, "drops"))
                    .isInstanceOfSatisfying(
                            Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.POISONED));
        }
    }

    @Test
    void keepsAGuestFromCatchingWhatItsOwnDestructorThrows() {
        try (ComponentInstance instance = destructors((call, args) -> 0L)) {
            assertThat(dropAndCatch(instance, 0L)).isEqualTo(0L);
            assertThatThrownBy(() -> dropAndCatch(instance, 1L))
                    .isInstanceOfSatisfying(
                            Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.UNCAUGHT_EXCEPTION));
        }
    }

    private static Object dropAndCatch(ComponentInstance instance, long representation) {
        return instance.function("owner", "drop-and-catch").call(representation);
    }

    @Test
    void doesNotReturnToAGuestAfterATrapThatTheHostHides() {
        AtomicReference<GuestResource> held = new AtomicReference<>();
        AtomicReference<Throwable> hidden = new AtomicReference<>();
        try (ComponentInstance instance = destructors((call, args) -> {
            hidden.set(catchThrowable(held.get()::drop));
            return 5L;
        })) {
            held.set(make(instance, 0L));
            assertThat(instance.function("run").call(1L)).isEqualTo(5L);
            assertThat(hidden.get()).isNull();

            held.set(make(instance, 2L));
            assertThatThrownBy(() -> instance.function("run").call(1L))
                    .isInstanceOfSatisfying(
                            Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.POISONED));
            assertThat(hidden.get()).isInstanceOfSatisfying(Trap.class, trap -> assertThat(trap.code())
                    .isEqualTo(TrapCode.UNREACHABLE));
            assertThatThrownBy(() -> make(instance, 0L))
                    .isInstanceOfSatisfying(
                            Trap.class, trap -> assertThat(trap.code()).isEqualTo(TrapCode.POISONED));
        }
    }

    private static ComponentInstance destructors(HostFunction onCall) {
        return Probe.INTERPRETING
                .compile(Probe.bytes("runtime/destructors"))
                .instantiate(HostImports.builder().function("call", onCall).build(), InstanceLimits.DEFAULT);
    }

    private static GuestResource make(ComponentInstance instance, long representation) {
        return (GuestResource) instance.function("owner", "make").call(representation);
    }

    @Test
    void refusesAResourceOfAnotherInstance() {
        try (ComponentInstance first = probe.start();
                ComponentInstance second = probe.start()) {
            GuestResource counter = (GuestResource) Probe.call(first, "make-counter", 1L);

            assertThatThrownBy(() -> Probe.call(second, "read-counter", counter))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
