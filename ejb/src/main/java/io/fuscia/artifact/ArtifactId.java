package io.fuscia.artifact;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of a stored artifact, unique on a server; also its file's name, so nothing that a path could misread.
 *
 * @param value letters, digits and hyphens, at most 64 characters
 */
public record ArtifactId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

    /** @throws IllegalArgumentException if the value is not of the form above */
    public ArtifactId {
        Objects.requireNonNull(value, "value");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an artifact id: " + value);
        }
    }

    /** Whether the text can be an artifact id. */
    public static boolean isWellFormed(String text) {
        return text != null && FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
