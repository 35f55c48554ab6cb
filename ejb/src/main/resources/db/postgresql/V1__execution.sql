-- Executions, their tasks and attempts. Times are milliseconds since the epoch; JSON is text.
-- Which transitions are legal is said here, by constraints and triggers, and not only in the program.

-- Which servers live. An execution's owner holds its lease: one heartbeat serves all executions of a server.
CREATE TABLE server_lease (
    owner VARCHAR(128) NOT NULL PRIMARY KEY,
    incarnation VARCHAR(36) NOT NULL,
    started_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL
);

CREATE TABLE execution (
    execution_id VARCHAR(36) NOT NULL PRIMARY KEY,
    workflow_id VARCHAR(128) NOT NULL,
    workflow_version INTEGER NOT NULL,
    workflow_digest VARCHAR(71) NOT NULL,
    trigger_node VARCHAR(64) NOT NULL,
    status VARCHAR(24) NOT NULL,
    payload TEXT NOT NULL,
    traceparent VARCHAR(64),
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    ended_at BIGINT,
    timeout_ms BIGINT,
    deadline_at BIGINT,
    wake_at BIGINT,
    cancel_requested_at BIGINT,
    owner VARCHAR(128) NOT NULL,
    epoch BIGINT NOT NULL,
    error_code VARCHAR(64),
    error_message VARCHAR(4000),
    error_detail TEXT,
    CONSTRAINT execution_status CHECK (status IN ('pending', 'running', 'paused', 'succeeded',
        'completed_with_errors', 'failed', 'cancelled', 'timed_out')),
    CONSTRAINT execution_ended CHECK (
        (status IN ('pending', 'running', 'paused') AND ended_at IS NULL)
        OR (status NOT IN ('pending', 'running', 'paused') AND ended_at IS NOT NULL AND wake_at IS NULL)),
    CONSTRAINT execution_started CHECK (started_at IS NOT NULL
        OR status IN ('pending', 'paused', 'failed', 'cancelled', 'timed_out')),
    CONSTRAINT execution_wake CHECK (wake_at IS NULL OR status = 'running'),
    CONSTRAINT execution_error CHECK (error_code IS NOT NULL OR status NOT IN ('failed', 'timed_out')),
    CONSTRAINT execution_version CHECK (workflow_version > 0),
    CONSTRAINT execution_epoch CHECK (epoch > 0)
);

-- Ids sort by time, so the newest come first by id.
CREATE INDEX execution_newest ON execution (execution_id DESC);
CREATE INDEX execution_by_status ON execution (status, execution_id DESC);
CREATE INDEX execution_by_workflow ON execution (workflow_id, execution_id DESC);
CREATE INDEX execution_by_workflow_status ON execution (workflow_id, status, execution_id DESC);
-- What the timers look for.
CREATE INDEX execution_waking ON execution (wake_at);
CREATE INDEX execution_deadline ON execution (status, deadline_at);

CREATE FUNCTION execution_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> NEW.status AND NOT (
            (OLD.status = 'pending' AND NEW.status IN ('running', 'paused', 'failed', 'cancelled', 'timed_out'))
            OR OLD.status = 'running'
            OR (OLD.status = 'paused' AND NEW.status IN ('pending', 'running', 'cancelled', 'timed_out'))) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'illegal transition from ' || OLD.status;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER execution_transition BEFORE UPDATE OF status ON execution FOR EACH ROW EXECUTE FUNCTION execution_transition();

CREATE FUNCTION execution_epoch_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.epoch < OLD.epoch THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'epoch must grow, was ' || OLD.owner;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER execution_epoch_grows BEFORE UPDATE OF epoch ON execution FOR EACH ROW EXECUTE FUNCTION execution_epoch_grows();

-- One row per run of a node that started, was parked or decided; the others are pending without a row.
CREATE TABLE task (
    execution_id VARCHAR(36) NOT NULL,
    node_path VARCHAR(512) NOT NULL,
    iteration VARCHAR(128) NOT NULL,
    node_type VARCHAR(16) NOT NULL,
    status VARCHAR(16) NOT NULL,
    attempts INTEGER NOT NULL,
    input_digest VARCHAR(71),
    input_json TEXT,
    output_json TEXT,
    artifacts TEXT,
    error_kind VARCHAR(16),
    error_code VARCHAR(64),
    error_message VARCHAR(4000),
    error_detail TEXT,
    retry_due_at BIGINT,
    started_at BIGINT,
    ended_at BIGINT,
    CONSTRAINT task_key PRIMARY KEY (execution_id, node_path, iteration),
    CONSTRAINT task_execution FOREIGN KEY (execution_id) REFERENCES execution ON DELETE CASCADE,
    CONSTRAINT task_status CHECK (status IN ('pending', 'running', 'succeeded', 'failed', 'skipped', 'cancelled',
        'timed_out')),
    CONSTRAINT task_ended CHECK (
        (status IN ('pending', 'running') AND ended_at IS NULL)
        OR (status NOT IN ('pending', 'running') AND ended_at IS NOT NULL)),
    CONSTRAINT task_output CHECK (
        (status = 'succeeded' AND output_json IS NOT NULL) OR (status <> 'succeeded' AND output_json IS NULL)),
    CONSTRAINT task_error CHECK (error_code IS NOT NULL OR status NOT IN ('failed', 'timed_out')),
    CONSTRAINT task_retry CHECK (retry_due_at IS NULL OR status = 'pending'),
    CONSTRAINT task_attempts CHECK (attempts >= 0)
);

CREATE FUNCTION task_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status NOT IN ('pending', 'running') THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'a task never changes once it is ' || OLD.status;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER task_over BEFORE UPDATE ON task FOR EACH ROW EXECUTE FUNCTION task_over();

CREATE TABLE attempt (
    execution_id VARCHAR(36) NOT NULL,
    node_path VARCHAR(512) NOT NULL,
    iteration VARCHAR(128) NOT NULL,
    number INTEGER NOT NULL,
    status VARCHAR(16) NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    error_kind VARCHAR(16),
    error_code VARCHAR(64),
    error_message VARCHAR(4000),
    error_detail TEXT,
    log TEXT,
    CONSTRAINT attempt_key PRIMARY KEY (execution_id, node_path, iteration, number),
    CONSTRAINT attempt_task FOREIGN KEY (execution_id, node_path, iteration) REFERENCES task ON DELETE CASCADE,
    CONSTRAINT attempt_status CHECK (status IN ('running', 'succeeded', 'failed', 'cancelled', 'timed_out')),
    CONSTRAINT attempt_ended CHECK (
        (status = 'running' AND ended_at IS NULL) OR (status <> 'running' AND ended_at IS NOT NULL)),
    CONSTRAINT attempt_number CHECK (number > 0)
);

CREATE FUNCTION attempt_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'running' THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'an attempt never changes once it is ' || OLD.status;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER attempt_over BEFORE UPDATE ON attempt FOR EACH ROW EXECUTE FUNCTION attempt_over();

-- Which request started what. The scope keeps the keys of different callers apart.
CREATE TABLE idempotency_key (
    scope VARCHAR(255) NOT NULL,
    key_value VARCHAR(255) NOT NULL,
    request_digest VARCHAR(71) NOT NULL,
    execution_id VARCHAR(36) NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT idempotency_primary PRIMARY KEY (scope, key_value),
    CONSTRAINT idempotency_execution FOREIGN KEY (execution_id) REFERENCES execution ON DELETE CASCADE
);

CREATE INDEX idempotency_by_age ON idempotency_key (created_at);
