package io.fuscia.component;

import java.util.Objects;
import org.semver4j.Semver;

/** A version of the form {@code major.minor.patch[-pre-release][+build]}, ordered as Semantic Versioning 2.0.0 says. */
public final class SemanticVersion implements Comparable<SemanticVersion> {
    private final Semver semver;
    private final String text;

    private SemanticVersion(Semver semver, String text) {
        this.semver = semver;
        this.text = text;
    }

    /** Whether the text is a complete semantic version. */
    public static boolean isWellFormed(String text) {
        return text != null && text.length() <= 128 && isPlain(text) && Semver.parse(text) != null;
    }

    /** Reads a version. @throws IllegalArgumentException if the text is not a complete semantic version */
    public static SemanticVersion parse(String text) {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("not a semantic version: " + text);
        }
        return new SemanticVersion(Objects.requireNonNull(Semver.parse(text)), text);
    }

    /** semver4j forgives a leading v and surrounding blanks; a version that names a directory or a row must not. */
    private static boolean isPlain(String text) {
        return !text.isEmpty()
                && text.charAt(0) >= '0'
                && text.charAt(0) <= '9'
                && text.strip().equals(text);
    }

    /** Whether it is a pre-release such as {@code 1.0.0-rc.1}. */
    public boolean isPreRelease() {
        return !semver.getPreRelease().isEmpty();
    }

    Semver semver() {
        return semver;
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int order = semver.compareTo(other.semver);
        return order != 0 ? order : text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SemanticVersion version && version.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
