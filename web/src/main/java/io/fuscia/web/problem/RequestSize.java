package io.fuscia.web.problem;

import io.fuscia.failure.ErrorCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/**
 * Refuses bodies that declare more than any resource takes, before a byte of them is read; the container would only drop
 * the connection. Bodies that do not declare their length meet {@link LimitedBody}.
 */
@Provider
@PreMatching
public class RequestSize implements ContainerRequestFilter {
    /** Bytes; the container's own limit (server-config) is the same. */
    static final long LARGEST = 64L * 1024 * 1024;

    @Override
    public void filter(ContainerRequestContext request) {
        String declared = request.getHeaderString("Content-Length");
        if (declared == null) {
            return;
        }
        long length;
        try {
            length = Long.parseLong(declared.strip());
        } catch (NumberFormatException e) {
            request.abortWith(Problem.of(ErrorCode.INVALID_REQUEST, "Content-Length is not a number", List.of()));
            return;
        }
        if (length > LARGEST) {
            request.abortWith(Problem.of(
                    ErrorCode.PAYLOAD_TOO_LARGE, "the request's body is larger than " + LARGEST + " bytes", List.of()));
        }
    }
}
