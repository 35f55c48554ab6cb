package io.fuscia.wit.wasi.http;

import java.io.IOException;

/** The other side did not speak HTTP/1.1, or exceeded a limit of this side. */
public final class HttpProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean limit;

    private HttpProtocolException(String message, boolean limit) {
        super(message);
        this.limit = limit;
    }

    static HttpProtocolException broken(String message) {
        return new HttpProtocolException(message, false);
    }

    static HttpProtocolException tooLarge(String message) {
        return new HttpProtocolException(message, true);
    }

    /** Returns whether a limit was exceeded, rather than the protocol broken. */
    public boolean isLimit() {
        return limit;
    }
}
