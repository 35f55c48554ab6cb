package io.fuscia.wit.wasi.http;

import java.util.Objects;

/** A request may not go where it wants to; nothing was sent. */
public final class EgressDeniedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a destination is denied. */
    public enum Reason {
        /** It is no http or https destination in a spelling that is safe to compare. */
        INVALID_DESTINATION,
        /** No entry of some allow list matches it. */
        HOST_NOT_ALLOWED,
        /** Every address behind it is private, loopback, link-local, a metadata service or reserved. */
        ADDRESS_NOT_ALLOWED
    }

    /**
     * @param reason why
     * @param message for people; names the destination
     */
    public EgressDeniedException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Returns why. */
    public Reason reason() {
        return reason;
    }
}
