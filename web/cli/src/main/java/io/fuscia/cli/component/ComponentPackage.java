package io.fuscia.cli.component;

import io.fuscia.cli.UsageProblem;
import io.fuscia.cli.api.ApiClient;
import io.fuscia.cli.api.ApiProblem;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A component to install: a package file, or a folder that is packed on the way. */
public final class ComponentPackage {
    private final Path source;

    public ComponentPackage(Path source) {
        this.source = source;
    }

    /** Installs it; gives the installed component as the server shows it. Installing the same bytes again is no error. */
    public JsonObject install(ApiClient api) {
        try {
            return api.post("components", "application/zip", bytes(), Map.of()).asJsonObject();
        } catch (ApiProblem problem) {
            throw problem.about(source.toString());
        }
    }

    private byte[] bytes() {
        if (Files.isDirectory(source)) {
            return new ComponentFolder(source).pack(false);
        }
        try {
            return Files.readAllBytes(source);
        } catch (IOException e) {
            throw UsageProblem.of("read", source, e);
        }
    }
}
