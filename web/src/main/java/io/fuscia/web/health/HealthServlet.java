package io.fuscia.web.health;

import io.fuscia.execution.ExecutionFilter;
import io.fuscia.execution.Executions;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code /health/live} and {@code /health/ready}, 200 or 503 with a JSON body. Live: the application answers. Ready: it
 * can also read its database. The server's own checks are at the management interface.
 */
@WebServlet({"/health/live", "/health/ready"})
public class HealthServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(HealthServlet.class.getName());

    @Inject
    private transient Executions executions;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean up = request.getServletPath().endsWith("/live") || databaseAnswers();
        response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter()
                .write(up ? "{\"status\":\"up\"}" : "{\"status\":\"down\",\"database\":\"does not answer\"}");
    }

    private boolean databaseAnswers() {
        try {
            executions.list(ExecutionFilter.ALL, Optional.empty(), 1);
            return true;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "not ready: the database does not answer", e);
            return false;
        }
    }
}
