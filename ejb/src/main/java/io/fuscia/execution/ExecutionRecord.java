package io.fuscia.execution;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code execution}. Inserted and read as an entity; changed only by the updates of {@link ExecutionStore}. */
@Entity
@Table(name = "execution")
class ExecutionRecord {
    @Id
    @Column(name = "execution_id")
    String id;

    @Column(name = "workflow_id")
    String workflowId;

    @Column(name = "workflow_version")
    int workflowVersion;

    @Column(name = "workflow_digest")
    String workflowDigest;

    @Column(name = "trigger_node")
    String triggerNode;

    String status;

    String payload;

    String traceparent;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "started_at")
    Long startedAt;

    @Column(name = "ended_at")
    Long endedAt;

    @Column(name = "timeout_ms")
    Long timeoutMs;

    @Column(name = "deadline_at")
    Long deadlineAt;

    @Column(name = "wake_at")
    Long wakeAt;

    @Column(name = "cancel_requested_at")
    Long cancelRequestedAt;

    String owner;

    long epoch;

    /** 1 while jobs of it run; still 1 if their server ended without a word. */
    int active;

    @Column(name = "origin_id")
    String originId;

    @Column(name = "stored_bytes")
    Long storedBytes;

    @Column(name = "error_code")
    String errorCode;

    @Column(name = "error_message")
    String errorMessage;

    @Column(name = "error_detail")
    String errorDetail;

    ExecutionRecord() {}

    /** Notes the first start, and with it when it times out. */
    void start(long now) {
        status = ExecutionStatus.RUNNING.text();
        active = 1;
        if (startedAt == null) {
            startedAt = now;
            deadlineAt = timeoutMs == null ? null : now + timeoutMs;
        }
    }
}
