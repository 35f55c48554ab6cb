-- What was accepted, locked, stored under a key or as an artifact never changes; attempts are never uncounted.
CREATE TRIGGER execution_identity NO CASCADE BEFORE UPDATE OF execution_id, workflow_id, workflow_version,
    workflow_digest, trigger_node, payload, traceparent, created_at ON execution
    REFERENCING OLD AS was FOR EACH ROW
    VALUES CAST('what was accepted never changes in ' || was.execution_id AS INTEGER);

CREATE TRIGGER task_attempts_grow NO CASCADE BEFORE UPDATE OF attempts ON task
    REFERENCING OLD AS was NEW AS becomes FOR EACH ROW
    WHEN (becomes.attempts < was.attempts)
    VALUES CAST('attempts are never uncounted at ' || was.node_path AS INTEGER);

CREATE TRIGGER idempotency_key_fixed NO CASCADE BEFORE UPDATE ON idempotency_key
    REFERENCING OLD AS was FOR EACH ROW
    VALUES CAST('a key never changes: ' || was.key_value AS INTEGER);

CREATE TRIGGER artifact_fixed NO CASCADE BEFORE UPDATE ON artifact
    REFERENCING OLD AS was FOR EACH ROW
    VALUES CAST('an artifact never changes: ' || was.id AS INTEGER);

CREATE TRIGGER workflow_version_fixed NO CASCADE BEFORE UPDATE OF workflow_id, number, digest, source, source_format,
    locked, created_at ON workflow_version
    REFERENCING OLD AS was FOR EACH ROW
    VALUES CAST('a version never changes: ' || was.digest AS INTEGER);
