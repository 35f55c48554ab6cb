package io.fuscia.web.workflow;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.web.problem.LimitedBody;
import io.fuscia.web.problem.Parameters;
import io.fuscia.workflow.Resolution;
import io.fuscia.workflow.WorkflowId;
import io.fuscia.workflow.WorkflowPage;
import io.fuscia.workflow.WorkflowVersion;
import io.fuscia.workflow.Workflows;
import io.fuscia.workflow.document.DocumentFormat;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code /workflows}: definitions, versioned by content. */
@Path("workflows")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class WorkflowResource {
    private static final int LARGEST_DEFINITION = 8 * 1024 * 1024;

    @Inject
    private Workflows workflows;

    @Context
    private UriInfo uri;

    /** Checks a definition and, unless it is a dry run, stores it as the newest version. */
    @POST
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "application/x-yaml", "text/yaml"})
    public Response apply(
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            @QueryParam("dry_run") @DefaultValue("false") boolean dryRun,
            InputStream body) {
        String text = text(LimitedBody.read(body, LARGEST_DEFINITION));
        DocumentFormat format = DocumentFormat.detect(Optional.ofNullable(contentType), Optional.empty(), text);
        if (dryRun) {
            Resolution resolution = workflows.validate(text, format);
            return Response.ok(WorkflowView.ofDryRun(resolution.orThrow(), resolution.violations()))
                    .build();
        }
        Workflows.Applied applied = workflows.apply(text, format);
        JsonObject view = WorkflowView.of(applied);
        if (!applied.created()) {
            return Response.ok(view).build();
        }
        return Response.created(uri.getAbsolutePathBuilder()
                        .path(applied.workflow().id().value())
                        .path("versions")
                        .path(String.valueOf(applied.version().number()))
                        .build())
                .entity(view)
                .build();
    }

    /** A page of workflows, by id. */
    @GET
    public JsonObject list(@QueryParam("cursor") String cursor, @QueryParam("limit") @DefaultValue("50") String limit) {
        WorkflowPage page = workflows.list(Optional.ofNullable(cursor), Parameters.number("limit", limit));
        JsonArrayBuilder items = Json.createArrayBuilder();
        page.workflows().forEach(workflow -> items.add(WorkflowView.of(workflow)));
        JsonObjectBuilder view = Json.createObjectBuilder().add("items", items);
        page.next().ifPresent(next -> view.add("next_cursor", next));
        return view.build();
    }

    /** The current version. */
    @GET
    @Path("{id}")
    public Response show(@PathParam("id") String id, @Context Request request) {
        return shown(workflows.version(id(id), OptionalInt.empty()), request);
    }

    /** Deletes the workflow; what has run stays. */
    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id) {
        workflows.delete(id(id));
        return Response.noContent().build();
    }

    /** The current version as job XML. */
    @GET
    @Path("{id}/jsl")
    @Produces(MediaType.APPLICATION_XML)
    public String jsl(@PathParam("id") String id) {
        return workflows.version(id(id), OptionalInt.empty()).jsl();
    }

    /** All versions, newest first. */
    @GET
    @Path("{id}/versions")
    public JsonObject versions(@PathParam("id") String id) {
        JsonArrayBuilder items = Json.createArrayBuilder();
        workflows.versions(id(id)).forEach(version -> items.add(WorkflowView.of(version, id)));
        return Json.createObjectBuilder().add("items", items).build();
    }

    /** One version. */
    @GET
    @Path("{id}/versions/{version}")
    public Response version(
            @PathParam("id") String id, @PathParam("version") String version, @Context Request request) {
        return shown(workflows.version(id(id), OptionalInt.of(Parameters.number("version", version))), request);
    }

    /** One version as job XML. */
    @GET
    @Path("{id}/versions/{version}/jsl")
    @Produces(MediaType.APPLICATION_XML)
    public String versionJsl(@PathParam("id") String id, @PathParam("version") String version) {
        return workflows
                .version(id(id), OptionalInt.of(Parameters.number("version", version)))
                .jsl();
    }

    /** The workflow that a path names. @throws FusciaException {@code WORKFLOW_NOT_FOUND} if no workflow can have it */
    static WorkflowId id(String text) {
        if (!WorkflowId.isWellFormed(text)) {
            throw new FusciaException(ErrorCode.WORKFLOW_NOT_FOUND, "there is no workflow " + text);
        }
        return new WorkflowId(text);
    }

    private static Response shown(WorkflowVersion version, Request request) {
        EntityTag tag = new EntityTag(
                version.number() + "-" + version.workflow().digest().hex());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return (unchanged == null ? Response.ok(WorkflowView.of(version)) : unchanged)
                .tag(tag)
                .build();
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FusciaException(ErrorCode.MALFORMED_DOCUMENT, "the definition is not UTF-8 text", e);
        }
    }
}
