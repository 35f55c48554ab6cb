-- The key-value pairs that the components of an execution share, as one JSON object; stored with its results.
CREATE TABLE execution_pairs (
    execution_id VARCHAR(36) NOT NULL PRIMARY KEY,
    pairs CLOB NOT NULL,
    CONSTRAINT execution_pairs_of FOREIGN KEY (execution_id) REFERENCES execution ON DELETE CASCADE
);

-- Timeouts are looked for among those of a status; this one was written at each end and read by nothing.
DROP INDEX execution_deadline;
