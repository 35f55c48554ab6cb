-- An output that is too large for a row is a file among the artifacts of its execution.
ALTER TABLE task ADD COLUMN output_artifact VARCHAR(64);

ALTER TABLE task DROP CONSTRAINT task_output;

ALTER TABLE task ADD CONSTRAINT task_output CHECK (
    (status = 'succeeded' AND output_json IS NOT NULL AND output_artifact IS NULL)
    OR (status = 'succeeded' AND output_json IS NULL AND output_artifact IS NOT NULL)
    OR (status <> 'succeeded' AND output_json IS NULL AND output_artifact IS NULL));
