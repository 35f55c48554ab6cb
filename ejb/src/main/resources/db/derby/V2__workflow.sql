-- Workflows and their versions. Times are milliseconds since the epoch.
-- A deleted workflow keeps its row and versions, because executions refer to them; numbers are never used twice.
CREATE TABLE workflow (
    workflow_id VARCHAR(128) NOT NULL PRIMARY KEY,
    name VARCHAR(200) NOT NULL,
    description CLOB,
    current_number INTEGER NOT NULL,
    latest_number INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    CONSTRAINT workflow_numbers CHECK (current_number > 0 AND latest_number >= current_number)
);

CREATE TABLE workflow_version (
    workflow_id VARCHAR(128) NOT NULL,
    number INTEGER NOT NULL,
    digest VARCHAR(71) NOT NULL,
    source CLOB NOT NULL,
    source_format VARCHAR(4) NOT NULL,
    locked CLOB NOT NULL,
    jsl CLOB NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT workflow_version_key PRIMARY KEY (workflow_id, number),
    CONSTRAINT workflow_version_content UNIQUE (workflow_id, digest),
    CONSTRAINT workflow_version_workflow FOREIGN KEY (workflow_id) REFERENCES workflow ON DELETE CASCADE,
    CONSTRAINT workflow_version_format CHECK (source_format IN ('json', 'yaml'))
);

-- Which installed components a version is pinned to.
CREATE TABLE workflow_component (
    workflow_id VARCHAR(128) NOT NULL,
    number INTEGER NOT NULL,
    component_name VARCHAR(130) NOT NULL,
    component_version VARCHAR(128) NOT NULL,
    CONSTRAINT workflow_component_key PRIMARY KEY (workflow_id, number, component_name, component_version),
    CONSTRAINT workflow_component_owner FOREIGN KEY (workflow_id, number) REFERENCES workflow_version ON DELETE CASCADE
);

CREATE INDEX workflow_component_users ON workflow_component (component_name, component_version);
