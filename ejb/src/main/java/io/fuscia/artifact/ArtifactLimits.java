package io.fuscia.artifact;

/**
 * What one execution may store.
 *
 * @param bytes bytes of one artifact
 * @param count artifacts
 * @param totalBytes bytes of all artifacts
 */
public record ArtifactLimits(long bytes, int count, long totalBytes) {
    /** 64 MiB each, 1,000 artifacts, 1 GiB together. */
    public static final ArtifactLimits DEFAULT = new ArtifactLimits(64L << 20, 1_000, 1L << 30);
}
