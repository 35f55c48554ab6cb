package io.fuscia.workflow;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** A row of {@code workflow}: which version is the current one. Changed only under a lock of the row. */
@Entity
@Table(name = "workflow")
class WorkflowRow {
    @Id
    @Column(name = "workflow_id")
    String id;

    String name;

    @Lob
    String description;

    @Column(name = "current_number")
    int currentNumber;

    @Column(name = "latest_number")
    int latestNumber;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "updated_at")
    long updatedAt;

    @Column(name = "deleted_at")
    Long deletedAt;

    WorkflowRow() {}

    /** Makes a version the current one. */
    void point(int number, WorkflowDefinition definition, long now) {
        currentNumber = number;
        name = definition.name();
        description = definition.description().orElse(null);
        updatedAt = now;
        deletedAt = null;
    }

    WorkflowSummary toSummary() {
        return new WorkflowSummary(
                new WorkflowId(id),
                name,
                Optional.ofNullable(description),
                currentNumber,
                Instant.ofEpochMilli(createdAt),
                Instant.ofEpochMilli(updatedAt));
    }
}
