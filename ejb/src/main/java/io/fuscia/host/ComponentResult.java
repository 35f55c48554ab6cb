package io.fuscia.host;

import io.fuscia.artifact.ArtifactReference;
import java.util.List;
import java.util.Objects;

/**
 * What came of a call.
 *
 * @param <T> what the export returns when it succeeds
 */
public sealed interface ComponentResult<T> {
    /** What the guest logged, oldest first, bounded. */
    List<LogLine> log();

    /**
     * It returned.
     *
     * @param artifacts what it stored, in order
     */
    record Returned<T>(T value, List<ArtifactReference> artifacts, List<LogLine> log) implements ComponentResult<T> {
        public Returned {
            Objects.requireNonNull(value, "value");
            artifacts = List.copyOf(artifacts);
            log = List.copyOf(log);
        }
    }

    /** It failed. */
    record Failed<T>(ComponentFailure failure, List<LogLine> log) implements ComponentResult<T> {
        public Failed {
            Objects.requireNonNull(failure, "failure");
            log = List.copyOf(log);
        }
    }
}
