package io.fuscia.storage;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/** Where the next page of a listing begins, as callers get it: text that means nothing to them. */
public final class PageCursor {
    /** How many entries a page may have. */
    public static final int MOST = 500;

    private PageCursor() {}

    /** Refuses a limit. @throws FusciaException {@code INVALID_REQUEST} unless it is 1 to {@value #MOST} */
    public static void checkLimit(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new FusciaException(ErrorCode.INVALID_REQUEST, "the limit is 1 to " + MOST + ", not " + limit);
        }
    }

    /** Hides a place among the rows. */
    public static String write(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The place that a cursor hides.
     *
     * @param place reads what {@link #write} was given; empty if it cannot have been
     * @throws FusciaException {@code INVALID_REQUEST} if it is not a cursor of this listing
     */
    public static <T> T read(String cursor, Function<String, Optional<T>> place) {
        return decoded(cursor)
                .flatMap(place)
                .orElseThrow(() ->
                        new FusciaException(ErrorCode.INVALID_REQUEST, "the cursor is not one that a listing gave"));
    }

    private static Optional<String> decoded(String cursor) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            // Not even Base64.
            return Optional.empty();
        }
    }
}
