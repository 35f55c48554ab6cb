package io.fuscia.artifact;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The row of an artifact; its content is a file named by the id. Written once, never changed. */
@Entity
@Table(name = "artifact")
public class ArtifactRecord {
    @Id
    @Column(name = "id")
    private String id;

    @Column(name = "execution_id")
    private String executionId;

    @Column(name = "node_id")
    private String nodeId;

    @Column(name = "content_type")
    private String contentType;

    @Column(name = "byte_count")
    private long byteCount;

    @Column(name = "digest")
    private String digest;

    @Column(name = "created_at")
    private long createdAt;

    /** For JPA. */
    protected ArtifactRecord() {}

    ArtifactRecord(String executionId, String nodeId, ArtifactReference reference, Instant createdAt) {
        this.id = reference.id().value();
        this.executionId = executionId;
        this.nodeId = nodeId;
        this.contentType = reference.contentType();
        this.byteCount = reference.size();
        this.digest = reference.digest().value();
        this.createdAt = createdAt.toEpochMilli();
    }

    Artifact toArtifact() {
        return new Artifact(
                new ArtifactReference(new ArtifactId(id), contentType, byteCount, new Digest(digest)),
                executionId,
                nodeId,
                Instant.ofEpochMilli(createdAt));
    }
}
