-- Which task's attempt started an execution. A table of its own: most executions are started from outside.
CREATE TABLE sub_execution (
    execution_id VARCHAR(36) NOT NULL PRIMARY KEY,
    parent_execution_id VARCHAR(36) NOT NULL,
    node_path VARCHAR(512) NOT NULL,
    iteration VARCHAR(128) NOT NULL,
    attempt INTEGER NOT NULL,
    -- An attempt starts one execution, whatever happens.
    CONSTRAINT sub_execution_once UNIQUE (parent_execution_id, node_path, iteration, attempt),
    CONSTRAINT sub_execution_child FOREIGN KEY (execution_id) REFERENCES execution ON DELETE CASCADE,
    CONSTRAINT sub_execution_attempt CHECK (attempt > 0)
);
