package io.fuscia.cli.workflow;

import io.fuscia.cli.UsageProblem;
import io.fuscia.cli.api.ApiClient;
import io.fuscia.cli.api.ApiProblem;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** A workflow definition in a file. */
public final class DefinitionFile {
    private final Path file;

    public DefinitionFile(Path file) {
        this.file = file;
    }

    /** Has the server check the definition, changing nothing; gives the server's report. */
    public JsonObject validate(ApiClient api) {
        return send(api, "workflows?dry_run=true");
    }

    /** Stores the definition as the newest version of its workflow; gives the stored version. */
    public JsonObject apply(ApiClient api) {
        return send(api, "workflows");
    }

    private JsonObject send(ApiClient api, String resource) {
        byte[] text;
        try {
            text = Files.readAllBytes(file);
        } catch (IOException e) {
            throw UsageProblem.of("read", file, e);
        }
        try {
            return api.post(resource, mediaType(), text, Map.of()).asJsonObject();
        } catch (ApiProblem problem) {
            throw problem.about(file.toString());
        }
    }

    private String mediaType() {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml") ? "application/yaml" : "application/json";
    }
}
