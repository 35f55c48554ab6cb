-- Installed components. The bytes are files in the data directory, named by their digests.
CREATE TABLE component_version (
    name VARCHAR(130) NOT NULL,
    version VARCHAR(128) NOT NULL,
    digest CHAR(71) NOT NULL,
    byte_count BIGINT NOT NULL,
    manifest CLOB NOT NULL,
    readme CLOB,
    package_digest CHAR(71) NOT NULL,
    installed_at BIGINT NOT NULL,
    PRIMARY KEY (name, version)
);

-- Artifacts of executions. The content is a file in the data directory, named by the id.
CREATE TABLE artifact (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    execution_id VARCHAR(64) NOT NULL,
    node_id VARCHAR(1024) NOT NULL,
    content_type VARCHAR(255) NOT NULL,
    byte_count BIGINT NOT NULL,
    digest CHAR(71) NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX artifact_execution ON artifact (execution_id);

-- Pairs that triggers keep between their events; those of tasks live only as long as their execution runs.
CREATE TABLE trigger_value (
    scope VARCHAR(320) NOT NULL,
    pair_key VARCHAR(512) NOT NULL,
    pair_value CLOB NOT NULL,
    PRIMARY KEY (scope, pair_key)
);
