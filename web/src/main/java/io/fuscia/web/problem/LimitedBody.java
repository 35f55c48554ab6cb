package io.fuscia.web.problem;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.io.IOException;
import java.io.InputStream;

/** Reads request bodies up to a limit. */
public final class LimitedBody {
    private LimitedBody() {}

    /**
     * The whole body.
     *
     * @param limit bytes
     * @throws FusciaException {@code PAYLOAD_TOO_LARGE} if there is more; {@code INVALID_REQUEST} if the client went away
     */
    public static byte[] read(InputStream body, int limit) {
        byte[] bytes;
        try {
            bytes = body.readNBytes(limit + 1);
        } catch (IOException e) {
            throw new FusciaException(ErrorCode.INVALID_REQUEST, "the request's body could not be read", e);
        }
        if (bytes.length > limit) {
            throw new FusciaException(
                    ErrorCode.PAYLOAD_TOO_LARGE, "the request's body is larger than " + limit + " bytes");
        }
        return bytes;
    }
}
