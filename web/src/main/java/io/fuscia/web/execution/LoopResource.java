package io.fuscia.web.execution;

import io.fuscia.execution.Executions;
import io.fuscia.execution.LoopProgress;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code /executions/{id}/loops}: how far an execution's loops are. */
@Path("executions/{id}/loops")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class LoopResource {
    @Inject
    private Executions executions;

    /** The loops of the outermost graph that have begun. */
    @GET
    public JsonObject list(@PathParam("id") String id) {
        JsonArrayBuilder items = Json.createArrayBuilder();
        executions.loops(ExecutionResource.id(id)).forEach(loop -> items.add(view(loop)));
        return Json.createObjectBuilder().add("items", items).build();
    }

    private static JsonObjectBuilder view(LoopProgress loop) {
        return Json.createObjectBuilder()
                .add("node_id", loop.node().toString())
                .add("status", loop.status().text())
                .add("total", loop.total())
                .add("done", loop.done())
                .add("failed", loop.failed());
    }
}
