package io.fuscia.execution;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A row of {@code task}: one run of one node that started, waits for a retry, or is decided. */
@Entity
@Table(name = "task")
@IdClass(TaskKey.class)
class TaskRecord {
    @Id
    @Column(name = "execution_id")
    String executionId;

    @Id
    @Column(name = "node_path")
    String nodePath;

    @Id
    String iteration;

    @Column(name = "node_type")
    String nodeType;

    String status;

    int attempts;

    @Column(name = "input_digest")
    String inputDigest;

    @Column(name = "input_json")
    String input;

    @Column(name = "output_json")
    String output;

    /** Where the output is if it is too large for a row. */
    @Column(name = "output_artifact")
    String outputArtifact;

    String artifacts;

    @Column(name = "error_kind")
    String errorKind;

    @Column(name = "error_code")
    String errorCode;

    @Column(name = "error_message")
    String errorMessage;

    @Column(name = "error_detail")
    String errorDetail;

    @Column(name = "retry_due_at")
    Long retryDueAt;

    @Column(name = "started_at")
    Long startedAt;

    @Column(name = "ended_at")
    Long endedAt;

    /** The execution that really ran it, if it was copied from there. */
    @Column(name = "origin_id")
    String originId;

    TaskRecord() {}

    /** What is stored of a task of which two states come at once: the later one, with the input of the earlier. */
    static TaskRecord after(TaskRecord earlier, TaskRecord later) {
        if (later.input == null) {
            later.input = earlier.input;
            later.inputDigest = earlier.inputDigest;
        }
        return later;
    }
}
