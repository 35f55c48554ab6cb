-- What was accepted, locked, stored under a key or as an artifact never changes; attempts are never uncounted.
CREATE FUNCTION never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'a row of ' || TG_TABLE_NAME || ' never changes in this';
END
$$;
CREATE TRIGGER execution_identity BEFORE UPDATE OF execution_id, workflow_id, workflow_version,
    workflow_digest, trigger_node, payload, traceparent, created_at ON execution
    FOR EACH ROW EXECUTE FUNCTION never_changes();
CREATE TRIGGER idempotency_key_fixed BEFORE UPDATE ON idempotency_key
    FOR EACH ROW EXECUTE FUNCTION never_changes();
CREATE TRIGGER artifact_fixed BEFORE UPDATE ON artifact
    FOR EACH ROW EXECUTE FUNCTION never_changes();
CREATE TRIGGER workflow_version_fixed BEFORE UPDATE OF workflow_id, number, digest, source, source_format,
    locked, created_at ON workflow_version
    FOR EACH ROW EXECUTE FUNCTION never_changes();

CREATE FUNCTION task_attempts_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.attempts < OLD.attempts THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'attempts are never uncounted at ' || OLD.node_path;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER task_attempts_grow BEFORE UPDATE OF attempts ON task FOR EACH ROW EXECUTE FUNCTION task_attempts_grow();
