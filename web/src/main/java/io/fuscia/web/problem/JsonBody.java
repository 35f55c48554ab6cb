package io.fuscia.web.problem;

import static io.fuscia.input.JsonValues.JSON;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParsingException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Request bodies that are JSON objects. */
public final class JsonBody {
    /** What the parser says again of line and column. */
    private static final Pattern PLACE = Pattern.compile(" at \\(line no=[^)]*\\)");

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

    /**
     * A member that is a whole number within bounds; empty if it is null or not there.
     *
     * @throws FusciaException {@code INVALID_REQUEST} if it is something else
     */
    public static OptionalLong wholeNumber(JsonObject document, String member, long least, long most) {
        JsonValue value = document.getOrDefault(member, JsonValue.NULL);
        if (value == JsonValue.NULL) {
            return OptionalLong.empty();
        }
        if (value instanceof JsonNumber number && number.isIntegral()) {
            BigInteger exact = number.bigIntegerValue();
            if (exact.compareTo(BigInteger.valueOf(least)) >= 0 && exact.compareTo(BigInteger.valueOf(most)) <= 0) {
                return OptionalLong.of(exact.longValue());
            }
        }
        throw new FusciaException(
                ErrorCode.INVALID_REQUEST,
                member + " must be a whole number from " + least + " to " + most + ", not " + value);
    }

    private static JsonValue parse(byte[] bytes) {
        try (JsonReader reader = JSON.createReader(new ByteArrayInputStream(bytes))) {
            return reader.readValue();
        } catch (JsonParsingException e) {
            throw new FusciaException(
                    ErrorCode.MALFORMED_DOCUMENT, "the body is not JSON", List.of(malformed(e, bytes)));
        } catch (JsonException e) {
            throw new FusciaException(ErrorCode.MALFORMED_DOCUMENT, "the body is not JSON: " + e.getMessage(), e);
        }
    }

    private static Violation malformed(JsonParsingException e, byte[] bytes) {
        JsonLocation at = e.getLocation();
        String text = new String(bytes, StandardCharsets.UTF_8);
        int line = (int) at.getLineNumber();
        int column = (int) at.getColumnNumber();
        if (at.getStreamOffset() > text.length()) {
            // The parser counts wrongly in a document that ends too early.
            line = (int) text.chars().filter(character -> character == '\n').count() + 1;
            column = text.length() - text.lastIndexOf('\n');
        }
        String message = PLACE.matcher(String.valueOf(e.getMessage())).replaceAll("");
        return new Violation(Violation.Severity.ERROR, "", "malformed_json", message, line, column);
    }
}
