package io.fuscia.host;

import io.fuscia.artifact.ArtifactReference;
import io.fuscia.artifact.Artifacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one call's host functions work on; attached to its instance. Used by the calling thread only. */
final class CallContext {
    private final ComponentCall call;
    private final Map<String, String> settings;
    private final KeyValues keyValues;
    private final GuestLog log;
    private final Artifacts artifacts;
    private final GuestOutput output;
    private final GuestOutput errors;
    private final List<ArtifactReference> written = new ArrayList<>();

    CallContext(
            ComponentCall call, Map<String, String> settings, KeyValues keyValues, GuestLog log, Artifacts artifacts) {
        this.output = new GuestOutput(log, LogLine.Level.INFO);
        this.errors = new GuestOutput(log, LogLine.Level.WARN);
        this.call = call;
        this.settings = Map.copyOf(settings);
        this.keyValues = keyValues;
        this.log = log;
        this.artifacts = artifacts;
    }

    ComponentCall call() {
        return call;
    }

    Optional<String> setting(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    KeyValues keyValues() {
        return keyValues;
    }

    GuestLog log() {
        return log;
    }

    Artifacts artifacts() {
        return artifacts;
    }

    /** Standard output; its lines are logged as information. */
    GuestOutput output() {
        return output;
    }

    /** Standard error; its lines are logged as warnings. */
    GuestOutput errors() {
        return errors;
    }

    /** Logs what was printed without an end of line. */
    void finishOutput() {
        output.finish();
        errors.finish();
    }

    void wrote(ArtifactReference reference) {
        written.add(reference);
    }

    List<ArtifactReference> written() {
        return List.copyOf(written);
    }
}
