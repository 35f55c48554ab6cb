package io.fuscia.web.execution;

import io.fuscia.execution.Executions;
import io.fuscia.web.problem.Parameters;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** {@code /executions/{id}/tasks}: what is inside an execution's loops, page by page. */
@Path("executions/{id}/tasks")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TaskResource {
    @Inject
    private Executions executions;

    /** A page of the tasks inside loops that have begun. */
    @GET
    public JsonObject list(
            @PathParam("id") String id,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        return ExecutionView.of(executions.tasks(
                ExecutionResource.id(id), Optional.ofNullable(cursor), Parameters.number("limit", limit)));
    }
}
