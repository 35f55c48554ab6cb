package io.fuscia.cli.execution;

import io.fuscia.cli.UsageProblem;
import io.fuscia.cli.api.ApiClient;
import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON given on the command line, or the file that holds it. */
public final class JsonArgument {
    private JsonArgument() {}

    /**
     * Reads it.
     *
     * @param option what it was given with, for messages
     * @param text JSON, or an at sign and a file
     * @throws UsageProblem if that cannot be read or is not JSON
     */
    public static JsonValue read(String option, String text) {
        String source = option;
        String json = text;
        if (text.startsWith("@")) {
            source = text.substring(1);
            try {
                json = Files.readString(Path.of(source));
            } catch (IOException e) {
                throw UsageProblem.of("read", Path.of(source), e);
            }
        }
        try {
            return ApiClient.parse(json);
        } catch (JsonException e) {
            throw new UsageProblem(source + " is not JSON: " + e.getMessage(), e);
        }
    }
}
