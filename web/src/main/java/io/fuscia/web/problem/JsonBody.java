package io.fuscia.web.problem;

import static io.fuscia.input.JsonValues.JSON;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParsingException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/** Request bodies that are JSON objects. */
public final class JsonBody {
    private JsonBody() {}

    /**
     * The body as an object; an empty body is an empty object.
     *
     * @param limit bytes
     * @param known the members that may be there
     * @throws FusciaException {@code MALFORMED_DOCUMENT} with line and column if it is not JSON, {@code INVALID_REQUEST}
     *     if it is no object or has other members, {@code PAYLOAD_TOO_LARGE}
     */
    public static JsonObject read(InputStream body, int limit, Set<String> known) {
        byte[] bytes = LimitedBody.read(body, limit);
        if (bytes.length == 0) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        JsonValue value = parse(bytes);
        if (!(value instanceof JsonObject object)) {
            throw new FusciaException(
                    ErrorCode.INVALID_REQUEST,
                    "the body must be a JSON object, not "
                            + value.getValueType().name().toLowerCase(java.util.Locale.ROOT));
        }
        List<Violation> unknown = object.keySet().stream()
                .filter(key -> !known.contains(key))
                .map(key -> Violation.error(
                        "/" + key.replace("~", "~0").replace("/", "~1"),
                        "unknown_key",
                        "there is no '" + key + "' here; known are "
                                + String.join(", ", known.stream().sorted().toList())))
                .toList();
        if (!unknown.isEmpty()) {
            throw new FusciaException(ErrorCode.INVALID_REQUEST, "the body has unknown members", unknown);
        }
        return object;
    }

    private static JsonValue parse(byte[] bytes) {
        try (JsonReader reader = JSON.createReader(new ByteArrayInputStream(bytes))) {
            return reader.readValue();
        } catch (JsonParsingException e) {
            JsonLocation at = e.getLocation();
            Violation violation = new Violation(
                    Violation.Severity.ERROR,
                    "",
                    "malformed_json",
                    String.valueOf(e.getMessage()),
                    (int) at.getLineNumber(),
                    (int) at.getColumnNumber());
            throw new FusciaException(ErrorCode.MALFORMED_DOCUMENT, "the body is not JSON", List.of(violation));
        } catch (JsonException e) {
            throw new FusciaException(ErrorCode.MALFORMED_DOCUMENT, "the body is not JSON: " + e.getMessage(), e);
        }
    }
}
