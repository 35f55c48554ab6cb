package io.fuscia.task;

import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;

/** Text from outside as a JSON value. */
final class JsonOutput {
    /** Looked up once: the lookup is dearer than parsing a small text. */
    static final JsonProvider JSON = JsonProvider.provider();

    private JsonOutput() {}

    /** The value that the text is in JSON, else the text itself as a JSON string. */
    static JsonValue parse(String text) {
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            return reader.readValue();
        } catch (JsonException | IllegalStateException e) {
            // Not JSON: a component may return plain text, and a server may say JSON and send something else.
            return JSON.createValue(text);
        }
    }
}
