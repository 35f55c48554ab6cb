-- What the author of a version should look at: a JSON array, null for nothing.
ALTER TABLE workflow_version ADD COLUMN warnings TEXT;
