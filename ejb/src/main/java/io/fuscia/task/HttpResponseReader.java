package io.fuscia.task;

import io.fuscia.artifact.ArtifactReference;
import io.fuscia.artifact.Artifacts;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.wit.wasi.http.HttpResponseHead;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Turns a response into an http node's output: JSON as JSON, text as text, anything else as an artifact. */
final class HttpResponseReader {
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:-]+)\"?");

    private final Artifacts artifacts;
    private final int largest;

    /** @param largest bytes of the body, decompressed */
    HttpResponseReader(Artifacts artifacts, int largest) {
        this.artifacts = artifacts;
        this.largest = largest;
    }

    /** The node's output, with what was stored. */
    record Output(JsonObject value, List<ArtifactReference> artifacts) {}

    Output read(HttpResponseHead head, InputStream body, TaskContext context) throws IOException {
        boolean zipped = head.first("Content-Encoding")
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> coding.equals("gzip") || coding.equals("x-gzip"))
                .isPresent();
        byte[] bytes = readAll(zipped ? unzipped(body) : body);
        String type = head.first("Content-Type").orElse("");
        Optional<JsonValue> inline = inline(type, bytes);
        JsonObjectBuilder output = JsonOutput.JSON
                .createObjectBuilder()
                .add("status", head.status())
                .add("headers", headers(head));
        if (inline.isPresent()) {
            return new Output(output.add("body", inline.get()).build(), List.of());
        }
        ArtifactReference stored = artifacts.write(
                context.executionId(),
                context.nodeId(),
                type.isBlank() ? "application/octet-stream" : type,
                new ByteArrayInputStream(bytes));
        return new Output(output.add("body", stored.toJson()).build(), List.of(stored));
    }

    /** An empty body has no gzip header, whatever the response says. */
    private static InputStream unzipped(InputStream body) throws IOException {
        java.io.PushbackInputStream peeked = new java.io.PushbackInputStream(body, 1);
        int first = peeked.read();
        if (first < 0) {
            return InputStream.nullInputStream();
        }
        peeked.unread(first);
        return new GZIPInputStream(peeked);
    }

    private byte[] readAll(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(largest);
        if (bytes.length == largest && body.read() >= 0) {
            throw new FusciaException(
                    ErrorCode.LIMIT_EXCEEDED, "the response's body is larger than " + largest + " bytes");
        }
        return bytes;
    }

    private static JsonObjectBuilder headers(HttpResponseHead head) {
        Map<String, String> joined = new LinkedHashMap<>();
        head.fields()
                .forEach(field -> joined.merge(
                        field.name().toLowerCase(Locale.ROOT), field.value(), (before, more) -> before + ", " + more));
        JsonObjectBuilder object = JsonOutput.JSON.createObjectBuilder();
        joined.forEach(object::add);
        return object;
    }

    /** The body as JSON; empty if it is binary. */
    private static Optional<JsonValue> inline(String contentType, byte[] bytes) {
        if (bytes.length == 0) {
            return Optional.of(JsonValue.NULL);
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean json = type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
        if (!json && !isText(type)) {
            return Optional.empty();
        }
        return text(contentType, bytes).map(text -> json ? JsonOutput.parse(text) : JsonOutput.JSON.createValue(text));
    }

    /** A missing type is text if the bytes are. */
    private static boolean isText(String type) {
        return type.isEmpty()
                || type.startsWith("text/")
                || type.endsWith("+xml")
                || type.endsWith("/xml")
                || type.endsWith("/yaml")
                || type.endsWith("/javascript")
                || type.equals("application/x-www-form-urlencoded")
                || type.equals("application/x-ndjson");
    }

    private static Optional<String> text(String contentType, byte[] bytes) {
        try {
            return Optional.of(charset(contentType)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Charset charset(String contentType) {
        Matcher matcher = CHARSET.matcher(contentType);
        try {
            return matcher.find() ? Charset.forName(matcher.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
