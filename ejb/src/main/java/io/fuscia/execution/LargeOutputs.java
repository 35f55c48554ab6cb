package io.fuscia.execution;

import io.fuscia.artifact.ArtifactId;
import io.fuscia.artifact.ArtifactReference;
import io.fuscia.artifact.Artifacts;
import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Outputs that are too large for a row. They are files among the artifacts of their execution, durable before the row
 * that refers to them, and removed with them; whoever reads a task does not see the difference. Thread-safe.
 */
final class LargeOutputs {
    private static final String JSON = "application/json";

    private final Artifacts artifacts;
    private final int longest;

    /** @param longest how many characters of JSON a row takes */
    LargeOutputs(Artifacts artifacts, int longest) {
        this.artifacts = artifacts;
        this.longest = longest;
    }

    /** Moves the output of a row that will be written to a file, if it is too large. */
    void move(TaskRecord row) {
        if (row.output == null || row.output.length() <= longest) {
            return;
        }
        ArtifactReference file =
                artifacts.keep(row.executionId, row.nodePath, JSON, row.output.getBytes(StandardCharsets.UTF_8));
        row.outputArtifact = file.id().value();
        row.output = null;
    }

    /** Puts the output back into a row that was read, outside of the transaction that read it. */
    void fetch(TaskRecord row) {
        if (row.outputArtifact == null) {
            return;
        }
        try (InputStream content = artifacts.read(new ArtifactId(row.outputArtifact))) {
            row.output = new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new FusciaException(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "the output of node '" + row.nodePath + "' cannot be read from artifact " + row.outputArtifact,
                    e);
        }
    }
}
