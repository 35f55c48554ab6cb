package io.fuscia.wit;

import java.util.Objects;
import java.util.Optional;

/**
 * A guest was stopped: it trapped, broke the canonical ABI or ran into a limit. The component instance that it
 * happened in is poisoned afterwards; the host itself is unaffected.
 */
public final class Trap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TrapCode code;

    /**
     * @param code what kind of trap, never null
     * @param message for people, in English
     */
    public Trap(TrapCode code, String message) {
        this(code, message, null);
    }

    /**
     * @param code what kind of trap, never null
     * @param message for people, in English
     * @param cause what the machine or a host function threw, or null
     */
    public Trap(TrapCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** Returns the stable kind of this trap. */
    public TrapCode code() {
        return code;
    }

    /** Returns the limit that was exceeded, empty if the guest trapped on its own. */
    public Optional<LimitExceeded> limit() {
        return code.limit();
    }
}
