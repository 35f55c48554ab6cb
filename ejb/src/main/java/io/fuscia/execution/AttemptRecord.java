package io.fuscia.execution;

import io.fuscia.failure.ErrorCode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A row of {@code attempt}: one try at a task. */
@Entity
@Table(name = "attempt")
@IdClass(AttemptKey.class)
class AttemptRecord {
    @Id
    @Column(name = "execution_id")
    String executionId;

    @Id
    @Column(name = "node_path")
    String nodePath;

    @Id
    String iteration;

    @Id
    int number;

    String status;

    @Column(name = "started_at")
    long startedAt;

    @Column(name = "ended_at")
    Long endedAt;

    @Column(name = "error_kind")
    String errorKind;

    @Column(name = "error_code")
    String errorCode;

    @Column(name = "error_message")
    String errorMessage;

    @Column(name = "error_detail")
    String errorDetail;

    String log;

    AttemptRecord() {}

    /** Its server ended while it ran. */
    void interrupt(long now) {
        status = TaskStatus.CANCELLED.text();
        endedAt = now;
        errorCode = ErrorCode.SHUTTING_DOWN.name();
        errorKind = ErrorCode.SHUTTING_DOWN.kind().slug();
        errorMessage = "the server ended while the attempt ran";
    }
}
