package io.fuscia.web.problem;

import static io.fuscia.input.JsonValues.JSON;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import io.fuscia.failure.Violation;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;

/** A problem document as of RFC 9457, with {@code code} and, for refused documents, {@code errors[]}. */
public final class Problem {
    /** The media type of problem documents. */
    public static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    private Problem() {}

    /** The response for an exception. */
    public static Response of(FusciaException failure) {
        return of(failure.code(), failure.getMessage(), failure.violations());
    }

    /** The response for a code. */
    public static Response of(ErrorCode code, String detail, List<Violation> violations) {
        JsonObjectBuilder document = document(code.httpStatus(), code.slug(), detail);
        add(document, "errors", violations, Violation.Severity.ERROR);
        add(document, "warnings", violations, Violation.Severity.WARNING);
        return response(code.httpStatus(), document.build());
    }

    private static void add(
            JsonObjectBuilder document, String name, List<Violation> violations, Violation.Severity severity) {
        List<Violation> such = violations.stream()
                .filter(violation -> violation.severity() == severity)
                .toList();
        if (!such.isEmpty()) {
            document.add(name, violations(such));
        }
    }

    /** The response for an HTTP status that has no code of ours: method not allowed, not acceptable and the like. */
    static Response of(int status, String detail) {
        Response.Status known = Response.Status.fromStatusCode(status);
        String slug = known == null
                ? "http-" + status
                : known.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return response(status, document(status, slug, detail).build());
    }

    /** Violations as they stand in {@code errors[]} and {@code warnings[]}. */
    public static JsonArray violations(List<Violation> violations) {
        JsonArrayBuilder array = JSON.createArrayBuilder();
        for (Violation violation : violations) {
            JsonObjectBuilder entry = JSON.createObjectBuilder()
                    .add("pointer", violation.pointer())
                    .add("code", violation.code())
                    .add("severity", violation.severity().name().toLowerCase(Locale.ROOT))
                    .add("message", violation.message());
            violation.help().ifPresent(help -> entry.add("help", help));
            if (violation.line() > 0) {
                entry.add("line", violation.line()).add("column", violation.column());
            }
            array.add(entry);
        }
        return array.build();
    }

    private static JsonObjectBuilder document(int status, String slug, String detail) {
        String words = slug.replace('-', ' ');
        return JSON.createObjectBuilder()
                .add("type", "urn:fuscia:problem:" + slug)
                .add("title", Character.toUpperCase(words.charAt(0)) + words.substring(1))
                .add("status", status)
                .add("code", slug)
                .add("detail", detail == null ? words : detail);
    }

    private static Response response(int status, JsonObject document) {
        return Response.status(status)
                .type(MEDIA_TYPE)
                .entity(document.toString())
                .build();
    }
}
