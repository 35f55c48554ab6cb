package io.fuscia.workflow;

import io.fuscia.artifact.Digest;
import io.fuscia.workflow.document.DocumentFormat;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Lob;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/** A row of {@code workflow_version}. Written once, never changed. */
@Entity
@Table(name = "workflow_version")
@IdClass(WorkflowVersionRow.Key.class)
class WorkflowVersionRow {
    @Id
    @Column(name = "workflow_id")
    String id;

    @Id
    int number;

    String digest;

    @Lob
    String source;

    @Column(name = "source_format")
    String sourceFormat;

    @Lob
    String locked;

    @Lob
    String jsl;

    /** JSON array; null for none. */
    @Lob
    String warnings;

    @Column(name = "created_at")
    long createdAt;

    WorkflowVersionRow() {}

    WorkflowVersion toVersion(LockedWorkflow workflow) {
        return new WorkflowVersion(
                number,
                workflow,
                jsl,
                source,
                DocumentFormat.valueOf(sourceFormat.toUpperCase(Locale.ROOT)),
                Instant.ofEpochMilli(createdAt),
                StoredWarnings.read(warnings));
    }

    Digest digest() {
        return new Digest(digest);
    }

    /** Workflow and number. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        String id;
        int number;

        public Key() {}

        Key(String id, int number) {
            this.id = id;
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Objects.equals(id, key.id) && number == key.number;
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, number);
        }
    }
}
