package io.fuscia.wit.hostile;

import io.fuscia.wit.InvalidComponentException;
import io.fuscia.wit.MalformedComponentException;
import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import io.fuscia.wit.UnlinkableComponentException;
import io.fuscia.wit.binary.ComponentDecoder;
import io.fuscia.wit.validation.ComponentValidator;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One attack and how it must end.
 *
 * @param name unique, for people
 * @param type the exception that must come out; null if the attack harms nobody but the guest itself
 * @param code its code, if it is a trap
 * @param words what its message must contain
 * @param attack does it
 */
record HostileCase(
        String name, Class<? extends RuntimeException> type, Optional<TrapCode> code, String words, Attack attack) {
    /** Does the harm, in a world of its own. */
    interface Attack {
        void run(HostileWorld world) throws Exception;
    }

    /** Bytes that are not a component. */
    static HostileCase malformed(String name, String words, Supplier<ComponentBytes> bytes) {
        return new HostileCase(name, MalformedComponentException.class, Optional.empty(), words, world -> world.engine()
                .compile(bytes.get().bytes()));
    }

    /** A component around bytes that are not a core module. */
    static HostileCase malformedCore(String name, String words, Supplier<ComponentBytes> module) {
        return malformed(name, words, () -> ComponentBytes.component().section(1, module.get()));
    }

    /** Bytes that are a component, but not a valid one. */
    static HostileCase invalid(String name, String words, Supplier<ComponentBytes> bytes) {
        return new HostileCase(name, InvalidComponentException.class, Optional.empty(), words, world -> world.engine()
                .compile(bytes.get().bytes()));
    }

    /** The same without looking at code, for what the machine's parser would refuse first. */
    static HostileCase invalidType(String name, String words, Supplier<ComponentBytes> bytes) {
        return new HostileCase(
                name,
                InvalidComponentException.class,
                Optional.empty(),
                words,
                world -> ComponentValidator.validate(
                        ComponentDecoder.decode(bytes.get().bytes()), module -> {}));
    }

    /** A valid component that its host cannot satisfy. */
    static HostileCase unlinkable(String name, String words, Attack attack) {
        return new HostileCase(name, UnlinkableComponentException.class, Optional.empty(), words, attack);
    }

    /** A guest that is stopped. */
    static HostileCase trap(String name, TrapCode code, Attack attack) {
        return new HostileCase(name, Trap.class, Optional.of(code), "", attack);
    }

    /** A guest that harms only itself; the attack checks what comes out. */
    static HostileCase harmless(String name, Attack attack) {
        return new HostileCase(name, null, Optional.empty(), "", attack);
    }

    @Override
    public String toString() {
        return name;
    }
}
