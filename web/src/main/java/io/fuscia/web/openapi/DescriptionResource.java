package io.fuscia.web.openapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.InputStream;

/** {@code /openapi}: the OpenAPI 3.1 document of this API. */
@Path("openapi")
@RequestScoped
public class DescriptionResource {
    /** The document as YAML. */
    @GET
    @Produces("application/yaml")
    public InputStream yaml() {
        return DescriptionResource.class.getResourceAsStream("/openapi.yaml");
    }
}
