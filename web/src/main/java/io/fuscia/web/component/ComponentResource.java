package io.fuscia.web.component;

import io.fuscia.component.Components;
import io.fuscia.component.InstalledComponent;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.web.problem.LimitedBody;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Optional;

/** {@code /components}: the installed components. */
@Path("components")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ComponentResource {
    private static final int LARGEST_PACKAGE = 64 * 1024 * 1024;

    @Inject
    private Components components;

    @Context
    private UriInfo uri;

    /** Installs a {@code .fcpkg} package; the same bytes again change nothing and are answered with 200. */
    @POST
    @Consumes({"application/zip", "application/vnd.fuscia.component", MediaType.APPLICATION_OCTET_STREAM})
    public Response install(InputStream body) {
        Components.Installation installation = components.install(LimitedBody.read(body, LARGEST_PACKAGE));
        JsonObject view = ComponentView.of(installation);
        if (!installation.created()) {
            return Response.ok(view).build();
        }
        InstalledComponent component = installation.component();
        return Response.created(uri.getAbsolutePathBuilder()
                        .path(component.manifest().name())
                        .path(component.manifest().version())
                        .build())
                .entity(view)
                .build();
    }

    /** All versions of all components, by name, newest version first. */
    @GET
    public JsonObject list() {
        JsonArrayBuilder items = Json.createArrayBuilder();
        for (String name : components.names()) {
            components.versions(name).forEach(component -> items.add(ComponentView.of(component)));
        }
        return Json.createObjectBuilder().add("items", items).build();
    }

    /** The newest version of a component. */
    @GET
    @Path("{organization}/{name}")
    public JsonObject newest(@PathParam("organization") String organization, @PathParam("name") String name) {
        return ComponentView.of(find(organization + "/" + name, Optional.empty()));
    }

    /** One version of a component. */
    @GET
    @Path("{organization}/{name}/{version}")
    public JsonObject version(
            @PathParam("organization") String organization,
            @PathParam("name") String name,
            @PathParam("version") String version) {
        return ComponentView.of(find(organization + "/" + name, Optional.of(version)));
    }

    /** Removes a version that no workflow refers to. */
    @DELETE
    @Path("{organization}/{name}/{version}")
    public Response remove(
            @PathParam("organization") String organization,
            @PathParam("name") String name,
            @PathParam("version") String version) {
        components.remove(organization + "/" + name, version);
        return Response.noContent().build();
    }

    private InstalledComponent find(String name, Optional<String> version) {
        return components
                .find(name, version)
                .orElseThrow(() -> new FusciaException(
                        ErrorCode.COMPONENT_NOT_FOUND,
                        "component " + name + version.map(v -> "@" + v).orElse("") + " is not installed"));
    }
}
