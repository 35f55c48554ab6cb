package io.fuscia.artifact;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Objects;

/**
 * An artifact as task results carry it: all but the content.
 *
 * @param contentType media type, as its writer said
 * @param size bytes
 * @param digest digest of the content
 */
public record ArtifactReference(ArtifactId id, String contentType, long size, Digest digest) {
    /** Looked up once: each static call of {@code Json} searches for its provider anew. */
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    public ArtifactReference {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(digest, "digest");
    }

    /** {@code {id, content_type, size, digest}}, as paths and the API show it. */
    public JsonObject toJson() {
        return JSON.createObjectBuilder()
                .add("id", id.value())
                .add("content_type", contentType)
                .add("size", size)
                .add("digest", digest.value())
                .build();
    }

    /** Reads what {@link #toJson} writes. @throws RuntimeException if it is something else */
    public static ArtifactReference fromJson(JsonObject json) {
        return new ArtifactReference(
                new ArtifactId(json.getString("id")),
                json.getString("content_type"),
                json.getJsonNumber("size").longValueExact(),
                new Digest(json.getString("digest")));
    }
}
