package io.fuscia.artifact;

import java.time.Instant;
import java.util.Objects;

/** What is known of a stored artifact; the content is read with {@link Artifacts#read}. */
public record Artifact(ArtifactReference reference, String executionId, String nodeId, Instant createdAt) {
    public Artifact {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(executionId, "executionId");
        Objects.requireNonNull(nodeId, "nodeId");
        Objects.requireNonNull(createdAt, "createdAt");
    }
}
