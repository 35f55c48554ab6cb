package io.fuscia.host;

import java.util.Locale;

/** A guest ran into a limit that the host itself keeps; ends the guest's call from inside a host function. */
final class HostLimit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Which which;

    enum Which {
        KV_BYTES,
        LOG_LINES,
        HTTP_BYTES,
        ARTIFACTS;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    HostLimit(Which which, String message) {
        super(message);
        this.which = which;
    }

    Which which() {
        return which;
    }
}
