package io.fuscia.web.problem;

import io.fuscia.failure.ErrorKind;
import io.fuscia.failure.FusciaException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Our own exceptions, as problems. */
@Provider
public class FusciaExceptionMapper implements ExceptionMapper<FusciaException> {
    private static final Logger LOG = Logger.getLogger(FusciaExceptionMapper.class.getName());

    @Override
    public Response toResponse(FusciaException failure) {
        if (failure.code().kind() == ErrorKind.INTERNAL) {
            LOG.log(Level.WARNING, "request failed: " + failure.code(), failure);
        } else if (failure.code().kind() == ErrorKind.EXTERNAL) {
            // A line: every request ends so while the database is away, and the message says why.
            LOG.warning(() -> "request failed: " + failure.code() + ": " + failure.getMessage());
        }
        return Problem.of(failure);
    }
}
