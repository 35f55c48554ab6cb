package io.fuscia.wit.wasi.io;

import java.io.IOException;

/** Nothing more is taken: the guest gets {@code stream-error.closed}. */
public final class ClosedSinkException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message why */
    public ClosedSinkException(String message) {
        super(message);
    }
}
