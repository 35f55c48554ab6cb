package io.fuscia.execution;

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
}
