package io.fuscia.web.problem;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Everything else that a request can throw: the container's own answers keep their status; our exceptions inside an
 * EJB's wrapping are unwrapped; the rest is an internal error whose details stay in the log, under an id that the caller
 * is told.
 */
@Provider
public class ThrowableMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = Logger.getLogger(ThrowableMapper.class.getName());

    @Override
    public Response toResponse(Throwable failure) {
        Set<Throwable> seen = new HashSet<>();
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof FusciaException ours) {
                return Problem.of(ours);
            }
            if (cause instanceof WebApplicationException http) {
                return Problem.of(http.getResponse().getStatus(), http.getMessage());
            }
        }
        UUID id = UUID.randomUUID();
        LOG.log(Level.SEVERE, "request failed, error id " + id, failure);
        return Problem.of(
                ErrorCode.INTERNAL,
                "something went wrong on the server; its log has the details under error id " + id,
                List.of());
    }
}
