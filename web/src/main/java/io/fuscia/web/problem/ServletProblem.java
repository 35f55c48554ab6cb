package io.fuscia.web.problem;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

/** Problem documents from servlets, the same as those from resources. */
public final class ServletProblem {
    private ServletProblem() {}

    /** Answers with the problem that the failure is. */
    public static void write(HttpServletResponse response, Throwable failure) throws IOException {
        Response problem = new ThrowableMapper().toResponse(failure);
        response.setStatus(problem.getStatus());
        response.setContentType(Problem.MEDIA_TYPE.toString());
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(problem.getEntity().toString());
    }
}
