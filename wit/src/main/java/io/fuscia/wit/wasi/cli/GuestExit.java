package io.fuscia.wit.wasi.cli;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.util.OptionalInt;

/** A guest ended its instance through {@code wasi:cli/exit}: the cause of a trap with {@link TrapCode#EXITED}. */
public final class GuestExit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private GuestExit(int status) {
        super("exit status " + status, null, false, false);
        this.status = status;
    }

    /** Returns the exit status, 0 to 255; 0 means success. */
    public int status() {
        return status;
    }

    /** Returns the trap that ends the instance with a status. */
    static Trap trap(int status) {
        return new Trap(TrapCode.EXITED, "the guest exited with status " + status, new GuestExit(status));
    }

    /** Returns the status that a guest exited with, empty if the trap is another. */
    public static OptionalInt statusOf(Trap trap) {
        return trap.getCause() instanceof GuestExit exit ? OptionalInt.of(exit.status()) : OptionalInt.empty();
    }
}
