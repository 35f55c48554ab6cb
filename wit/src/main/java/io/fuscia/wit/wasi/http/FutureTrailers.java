package io.fuscia.wit.wasi.http;

/** The resource {@code wasi:http/types.future-trailers}: ready at once, since trailers are not passed on. */
final class FutureTrailers {
    private boolean taken;

    /** Returns whether this is the first time. */
    boolean take() {
        boolean first = !taken;
        taken = true;
        return first;
    }
}
