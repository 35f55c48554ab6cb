-- The key-value pairs that the components of an execution share, as one JSON object; stored with its results.
CREATE TABLE execution_pairs (
    execution_id VARCHAR(36) NOT NULL PRIMARY KEY,
    pairs TEXT NOT NULL,
    CONSTRAINT execution_pairs_of FOREIGN KEY (execution_id) REFERENCES execution ON DELETE CASCADE
);

-- What the timers look for is little of what is stored: the indexes need not hold the rest.
DROP INDEX execution_deadline;
DROP INDEX execution_waking;
CREATE INDEX execution_waking ON execution (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX execution_open ON execution (owner, status, execution_id) WHERE ended_at IS NULL;
-- The primary key is read in both directions.
DROP INDEX execution_newest;
