package io.fuscia.execution;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A row of {@code idempotency_key}: which execution a caller's key started. */
@Entity
@Table(name = "idempotency_key")
@IdClass(IdempotencyKey.class)
class IdempotencyRecord {
    @Id
    String scope;

    @Id
    @Column(name = "key_value")
    String key;

    @Column(name = "request_digest")
    String requestDigest;

    @Column(name = "execution_id")
    String executionId;

    @Column(name = "created_at")
    long createdAt;

    IdempotencyRecord() {}
}
