package io.fuscia.web.openapi;

import io.fuscia.component.Components;
import io.fuscia.workflow.WorkflowSchema;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** {@code /schemas/workflow}: what a workflow file may say on this server. */
@Path("schemas")
@RequestScoped
public class SchemaResource {
    private static final WorkflowSchema SCHEMA = new WorkflowSchema();

    @Inject
    private Components components;

    /** The JSON Schema of workflow files, with the tasks and triggers of the installed components merged in. */
    @GET
    @Path("workflow")
    @Produces("application/schema+json")
    public String workflow() {
        return SCHEMA.with(components).toString();
    }
}
