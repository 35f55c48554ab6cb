package io.fuscia.wit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.abi.GuestResource;
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
    void refusesAResourceOfAnotherInstance() {
        try (ComponentInstance first = probe.start();
                ComponentInstance second = probe.start()) {
            GuestResource counter = (GuestResource) Probe.call(first, "make-counter", 1L);

            assertThatThrownBy(() -> Probe.call(second, "read-counter", counter))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
