package io.fuscia.cli.api;

import java.net.URI;

/** No server answered. */
public final class ServerUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerUnreachable(URI server, Throwable cause) {
        super("no Fuscia server answers at " + server + " (" + describe(cause) + "); start one with: fuscia up", cause);
    }

    private static String describe(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
