-- Whether jobs of the execution run, or ran when their server ended without a word: then a node may have begun that has
-- no row. 0 says that it rests, waits or was handed over.
ALTER TABLE execution ADD COLUMN active SMALLINT NOT NULL DEFAULT 0;

-- The execution that this one is a restart of. What was done there is copied, not run again.
ALTER TABLE execution ADD COLUMN origin_id VARCHAR(36);
ALTER TABLE task ADD COLUMN origin_id VARCHAR(36);

-- What an execution takes, in characters and bytes of artifacts; measured some time after it ended.
ALTER TABLE execution ADD COLUMN stored_bytes BIGINT;

-- An execution stays as long as one that was restarted from it: copied tasks refer to its artifacts.
CREATE TABLE execution_restart (
    origin_id VARCHAR(36) NOT NULL,
    execution_id VARCHAR(36) NOT NULL,
    CONSTRAINT execution_restart_key PRIMARY KEY (origin_id, execution_id),
    CONSTRAINT execution_restart_origin FOREIGN KEY (origin_id) REFERENCES execution,
    CONSTRAINT execution_restart_new FOREIGN KEY (execution_id) REFERENCES execution
);

-- How much of a workflow's past stays; without a row what the operator set for all holds alone.
CREATE TABLE workflow_retention (
    workflow_id VARCHAR(128) NOT NULL PRIMARY KEY,
    max_age_ms BIGINT,
    max_count BIGINT,
    max_bytes BIGINT,
    CONSTRAINT workflow_retention_limits CHECK ((max_age_ms IS NULL OR max_age_ms >= 0)
        AND (max_count IS NULL OR max_count >= 0) AND (max_bytes IS NULL OR max_bytes >= 0))
);
