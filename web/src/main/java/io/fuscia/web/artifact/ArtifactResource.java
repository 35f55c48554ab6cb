package io.fuscia.web.artifact;

import io.fuscia.artifact.Artifact;
import io.fuscia.artifact.ArtifactId;
import io.fuscia.artifact.Artifacts;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** {@code /artifacts/{id}}: what nodes stored. */
@Path("artifacts/{id}")
@RequestScoped
public class ArtifactResource {
    @Inject
    private Artifacts artifacts;

    /**
     * The content, streamed. Its type is whatever a guest said, so a browser is told neither to guess nor to render it.
     */
    @GET
    public Response content(@PathParam("id") String text, @Context Request request) {
        Artifact artifact = find(text);
        EntityTag tag = new EntityTag(artifact.reference().digest().hex());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.tag(tag).build();
        }
        return Response.ok(
                        artifacts.read(artifact.reference().id()),
                        artifact.reference().contentType())
                .tag(tag)
                .header("Content-Length", artifact.reference().size())
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + artifact.reference().id() + "\"")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private Artifact find(String text) {
        if (ArtifactId.isWellFormed(text)) {
            Artifact found = artifacts.find(new ArtifactId(text)).orElse(null);
            if (found != null) {
                return found;
            }
        }
        throw new FusciaException(ErrorCode.ARTIFACT_NOT_FOUND, "there is no artifact " + text);
    }
}
